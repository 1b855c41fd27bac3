#!/usr/bin/env node
/** `npm run build:server`: the command line and the language server, so that a command loads what it needs and nothing else. */

import { chmod } from 'node:fs/promises';
import path from 'node:path';

import { bundle } from './bundle.mjs';

const here = import.meta.dirname;
const library = path.join(here, '../node_modules/libpg-query/wasm/libpg-query.wasm');

await bundle({
  entryPoints: [
    path.join(here, 'src/server.ts'),
    path.join(here, 'src/cli.ts'),
    path.join(here, 'src/reading-worker.ts'),
    library,
  ],
  outdir: path.join(here, 'dist'),
  external: ['pg-native'],
});
await chmod(path.join(here, 'dist/cli.cjs'), 0o755);
