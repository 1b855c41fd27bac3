/** The `.vsix` of this run, unpacked where no node_modules folder is near. */

import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { unzipSync } from 'fflate';

import { temporaryFolder } from '../environment/temporary.mjs';
import { OLD_NODE, VSIX } from '../support/environment.ts';

/** The entries of the package by their path. */
export function entries(): Record<string, Uint8Array> {
  return unzipSync(readFileSync(vsix()));
}

export function vsix(): string {
  const file = process.env[VSIX];
  if (file === undefined)
    throw new Error('These tests look at the packaged extension: run them with npm test -- package.');
  return file;
}

/** The Node that `npm test` was called with, which may be the oldest that the command line supports. */
export const node = process.env[OLD_NODE] ?? process.execPath;

/** Unpacks the extension and answers its folder; it goes with the process. */
export async function unpack(): Promise<string> {
  const { folder } = await temporaryFolder('ag-vsix-');
  for (const [name, content] of Object.entries(entries())) {
    const file = path.join(folder, name);
    if (name.endsWith('/')) continue;
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  return path.join(folder, 'extension');
}
