/**
 * Bundles that share their parts and load each when it is needed. Splitting works for ES modules only, hence the second
 * step to CommonJS, which VS Code and the command line want.
 */

import { mkdir, rm, writeFile } from 'node:fs/promises';
import { build, transform } from 'esbuild';

/**
 * @param {{ entryPoints: string[], outdir: string, external: string[] }} options paths; an entry that is no code is copied
 */
export async function bundle({ entryPoints, outdir, external }) {
  const { outputFiles } = await build({
    entryPoints,
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external,
    loader: { '.wasm': 'copy' },
    entryNames: '[name]',
    chunkNames: 'part-[hash]',
    outExtension: { '.js': '.cjs' },
    write: false,
  });
  await rm(outdir, { recursive: true, force: true });
  await mkdir(outdir, { recursive: true });
  for (const { path, contents, text } of outputFiles)
    await writeFile(path, path.endsWith('.cjs') ? await toCommonJs(text) : contents);
}

/** @param {string} code */
async function toCommonJs(code) {
  const supported = { 'dynamic-import': false };
  const options = { format: 'cjs', platform: 'node', target: 'node20', minify: true, supported };
  return (await transform(code, /** @type {import('esbuild').TransformOptions} */ (options))).code;
}
