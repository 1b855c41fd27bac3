#!/usr/bin/env node
/** The program `alembic-guard`. */

import module from 'node:module';
import process from 'node:process';

// From Node 22 on, what was compiled once is kept for the next run. It has to be asked for before anything is loaded.
if ('enableCompileCache' in module && typeof module.enableCompileCache === 'function') module.enableCompileCache();

Promise.all([import('./cli/main.ts'), import('./cli/terminal.ts')])
  .then(([{ main }, { processTerminal }]) => main(process.argv.slice(2), processTerminal()))
  .then((code) => {
    process.exitCode = code;
  });
