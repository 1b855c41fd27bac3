#!/usr/bin/env node
/** `npm run docs [-- --check]`: runs `docs/generate.ts` on a Node that runs TypeScript. */

import { spawn } from 'node:child_process';
import path from 'node:path';

import { ensureNode } from '../test/environment/node.mjs';

const script = path.join(import.meta.dirname, 'generate.ts');
const args = ['--disable-warning=ExperimentalWarning', script, ...process.argv.slice(2)];
const child = spawn(await ensureNode(), args, { stdio: 'inherit' });
child.once('exit', (code) => {
  process.exitCode = code ?? 1;
});
