#!/usr/bin/env node
/**
 * `npm test [-- suite…|file…]`: installs what the chosen suites need and runs them. This file runs on any Node from 20
 * on, before anything is installed; the suites themselves are TypeScript and run on a Node that strips types.
 */

import { spawn } from 'node:child_process';
import path from 'node:path';

import { ensureNode } from './environment/node.mjs';
import { ensurePackages, PROJECT } from './environment/packages.mjs';
import { MissingPrerequisite, say } from './environment/progress.mjs';

process.exitCode = await main();

async function main() {
  try {
    await ensurePackages();
    return await suites(await ensureNode());
  } catch (error) {
    say(error instanceof MissingPrerequisite ? error.message : String(error));
    say('0 passed, 1 failed');
    return error instanceof MissingPrerequisite ? 2 : 1;
  }
}

/**
 * @param {string} node
 * @returns {Promise<number>}
 */
function suites(node) {
  const child = spawn(
    node,
    ['--disable-warning=ExperimentalWarning', path.join(PROJECT, 'test/suites/main.ts'), ...process.argv.slice(2)],
    {
      cwd: PROJECT,
      stdio: ['ignore', 'inherit', 'inherit'],
      detached: process.platform !== 'win32', // a group of its own, so that Ctrl-C ends all that it has started, once
      env: { ...process.env, ALEMBIC_GUARD_TEST_OLD_NODE: process.execPath },
    },
  );
  const group = process.platform === 'win32' ? child.pid : -(child.pid ?? 0);
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => group && process.kill(group, signal));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
