#!/usr/bin/env node
/**
 * npm's `prepare`: builds the command line where the package is packed or installed from git, since `server/dist` is not
 * in the repository. `npm ci` in the repository itself builds nothing: its scripts build what they need.
 */

import { execFileSync } from 'node:child_process';
import process from 'node:process';

const { npm_command: command, npm_config_local_prefix: prefix, npm_execpath: npm } = process.env;
// `npm ci` of another project prepares us too, in a clone of our repository.
if (command !== 'ci' || prefix !== process.cwd()) {
  if (!isInstalled() && npm !== undefined) {
    // A global installation from git, as pre-commit makes it, hands `--global` down and so leaves the clone without packages.
    const args = [npm, 'ci', '--no-global', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund'];
    execFileSync(process.execPath, args, { stdio: 'inherit' });
  }
  await import('./build.mjs');
}

function isInstalled() {
  try {
    return import.meta.resolve('esbuild') !== '';
  } catch {
    return false;
  }
}
