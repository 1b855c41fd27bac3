#!/usr/bin/env node
/**
 * npm's `prepare`: builds the command line where the package is packed or installed from git, since `server/dist` is not
 * in the repository. `npm ci` in the repository itself builds nothing: its scripts build what they need.
 */

import process from 'node:process';

const { npm_command: command, npm_config_local_prefix: prefix } = process.env;
// `npm ci` of another project prepares us too, in a clone of our repository.
if (command !== 'ci' || prefix !== process.cwd()) await import('./build.mjs');
