#!/usr/bin/env node
/** `npm run oracle -- NAME FOLDER…`: runs `test/oracle/NAME.oracle.ts`, which holds the engine against what is real. */

import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';

import { ensureNode } from '../environment/node.mjs';
import { ensurePackages } from '../environment/packages.mjs';
import { MissingPrerequisite, say } from '../environment/progress.mjs';

const [name = '', ...rest] = process.argv.slice(2);
const ending = '.oracle.ts';
const names = readdirSync(import.meta.dirname).flatMap((file) =>
  file.endsWith(ending) ? [file.slice(0, -ending.length)] : [],
);

if (!names.includes(name)) {
  say(`Usage: npm run oracle -- NAME FOLDER…, NAME being one of: ${names.sort().join(', ')}.`);
  process.exitCode = 2;
} else {
  try {
    await ensurePackages();
    process.exitCode = await run(await ensureNode());
  } catch (error) {
    say(error instanceof MissingPrerequisite ? error.message : String(error));
    process.exitCode = 2;
  }
}

/**
 * @param {string} node
 * @returns {Promise<number>}
 */
function run(node) {
  const args = ['--disable-warning=ExperimentalWarning', path.join(import.meta.dirname, name + ending), ...rest];
  return new Promise((resolve) => spawn(node, args, { stdio: 'inherit' }).once('exit', (code) => resolve(code ?? 1)));
}
