#!/usr/bin/env node
/**
 * `npm run build:server`: the command line and the language server as bundles that share their parts, so that a command
 * loads what it needs and nothing else. Splitting works for ES modules only, hence the second step to CommonJS.
 */

import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build, transform } from 'esbuild';

const here = import.meta.dirname;
const out = path.join(here, 'dist');
const library = path.join(here, '../node_modules/libpg-query/wasm/libpg-query.wasm');

const { outputFiles } = await build({
  entryPoints: [path.join(here, 'src/server.ts'), path.join(here, 'src/cli.ts'), library],
  outdir: out,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  external: ['pg-native'],
  loader: { '.wasm': 'copy' },
  entryNames: '[name]',
  chunkNames: 'part-[hash]',
  outExtension: { '.js': '.cjs' },
  write: false,
});

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
for (const { path: file, contents, text } of outputFiles) {
  if (!file.endsWith('.cjs')) await writeFile(file, contents);
  else await writeFile(file, await toCommonJs(text), { mode: file.endsWith('cli.cjs') ? 0o755 : 0o644 });
}

/** @param {string} code */
async function toCommonJs(code) {
  const supported = { 'dynamic-import': false };
  const options = { format: 'cjs', platform: 'node', target: 'node20', minify: true, supported };
  return (await transform(code, /** @type {import('esbuild').TransformOptions} */ (options))).code;
}
