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
      stdio: 'inherit',
      env: { ...process.env, ALEMBIC_GUARD_TEST_OLD_NODE: process.execPath },
    },
  );
  // Ctrl-C reaches the child too; it tidies up and we answer with its exit code.
  process.on('SIGINT', () => {});
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP'])) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
