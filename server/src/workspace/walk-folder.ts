/**
 * Finds the files that Alembic projects are recognised by. A globbing library would pass over folders that may not be
 * read; here they are told.
 */

import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';

export interface Landmarks {
  /** `*.ini` and `*.cfg`. */
  readonly inis: readonly string[];
  readonly pyprojects: readonly string[];
  /** Folders that hold an env.py. */
  readonly scriptFolders: readonly string[];
  readonly unreadable: readonly { readonly folder: string; readonly reason: string }[];
}

/** Folders that hold installed packages, caches or build results, but no one's own migrations. */
const skipped = new Set([
  '.git',
  '.hg',
  '.svn',
  'node_modules',
  '__pycache__',
  'site-packages',
  '.venv',
  'venv',
  '.tox',
  '.nox',
  '.eggs',
  '.mypy_cache',
  '.ruff_cache',
  '.pytest_cache',
  '.cache',
  '.vscode-test',
  'dist',
  'build',
]);

export function isSkippedFolder(name: string): boolean {
  return skipped.has(name);
}

/** Searches a folder and all below it. Symbolic links to folders are not followed, so that it ends. */
export async function walkFolder(root: string): Promise<Landmarks> {
  const found = {
    inis: [] as string[],
    pyprojects: [] as string[],
    scriptFolders: [] as string[],
    unreadable: [] as { folder: string; reason: string }[],
  };
  const todo = [root];
  for (let folder = todo.pop(); folder !== undefined; folder = todo.pop()) {
    const { entries, reason } = await list(folder);
    if (reason !== undefined) found.unreadable.push({ folder, reason });
    // An environment's own folder, whatever it is called.
    if (entries.some((entry) => entry.name === 'pyvenv.cfg') && folder !== root) continue;
    for (const entry of entries) {
      const file = path.join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!skipped.has(entry.name)) todo.push(file);
      } else if (entry.name === 'env.py') found.scriptFolders.push(folder);
      else if (entry.name === 'pyproject.toml') found.pyprojects.push(file);
      else if (/\.(ini|cfg)$/.test(entry.name)) found.inis.push(file);
    }
  }
  return {
    inis: found.inis.sort(),
    pyprojects: found.pyprojects.sort(),
    scriptFolders: found.scriptFolders.sort(),
    unreadable: found.unreadable,
  };
}

async function list(folder: string): Promise<{ entries: readonly Dirent[]; reason?: string }> {
  try {
    return { entries: await readdir(folder, { withFileTypes: true }) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    // It was there a moment ago.
    return code === 'ENOENT' ? { entries: [] } : { entries: [], reason: code };
  }
}
