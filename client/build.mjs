#!/usr/bin/env node
/** `npm run build:client`: the extension; the language client, which is large, is loaded once there is a project. */

import path from 'node:path';

import { bundle } from '../server/bundle.mjs';

const here = import.meta.dirname;

await bundle({
  entryPoints: [path.join(here, 'src/extension.ts')],
  outdir: path.join(here, 'dist'),
  external: ['vscode'],
});
