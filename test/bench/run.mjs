#!/usr/bin/env node
/** `npm run bench [-- name…]`: runs `test/bench/*.bench.ts` one after the other and prints ratios. It fails on nothing. */

import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';

import { ensureNode } from '../environment/node.mjs';
import { ensurePackages } from '../environment/packages.mjs';
import { MissingPrerequisite, say } from '../environment/progress.mjs';

try {
  await ensurePackages();
  const node = await ensureNode();
  for (const file of files(process.argv.slice(2))) await bench(node, file);
} catch (error) {
  say(error instanceof MissingPrerequisite ? error.message : String(error));
  process.exitCode = 2;
}

/** @param {readonly string[]} names */
function files(names) {
  const all = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.bench.ts'));
  return all.filter((file) => names.length === 0 || names.includes(file.replace('.bench.ts', ''))).sort();
}

/**
 * @param {string} node
 * @param {string} file
 */
function bench(node, file) {
  say(`\n${file.replace('.bench.ts', '')}`);
  const args = ['--disable-warning=ExperimentalWarning', '--expose-gc', path.join(import.meta.dirname, file)];
  return new Promise((resolve) => spawn(node, args, { stdio: 'inherit' }).once('exit', resolve));
}
