/** The naming convention of a project's metadata, looked for in its Python files: env.py only imports it. */

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { conventionWord, oneConvention, readConvention } from '../core/render/read-convention.ts';
import { type Convention, noConvention } from '../core/schema/naming-convention.ts';
import type { Project } from './project.ts';
import { readProjectModules } from './project-modules.ts';
import { isSkippedFolder } from './walk-folder.ts';

/** Flask hands env.py the metadata of an application that it needn't import. */
const asksFlask = /^\s*(?:from|import)\s+flask\b/m;

/** Beyond so many files or folders nothing is concluded. */
const most = 5_000;

/**
 * `none` where env.py hands Alembic no metadata, or nothing that it imports mentions a convention; `unknown` when something
 * does that can't be read. Where env.py asks Flask or imports nothing of the project, the project's folder is searched. Never throws: what can't be read counts for nothing.
 */
export function findConvention(
  project: Pick<Project, 'cwd' | 'root' | 'scriptLocation' | 'versionLocations' | 'environment'>,
): Convention {
  const { environment, cwd, root, scriptLocation } = project;
  const { script, targetMetadata } = environment;
  if (!targetMetadata || script === undefined) return noConvention;
  const files = [{ path: script.file, text: script.text }];
  const modules = [...readProjectModules({ cwd, root, scriptLocation, files }).values()];
  const imported = oneConvention([script, ...modules].map(({ text }) => readConvention(text)));
  return imported.kind === 'none' && (modules.length === 0 || asksFlask.test(script.text))
    ? searchFolder(project)
    : imported;
}

function searchFolder({ root, versionLocations }: Pick<Project, 'root' | 'versionLocations'>): Convention {
  const versions = new Set(versionLocations);
  const folders = [root];
  const found: Convention[] = [];
  let files = 0;
  let seen = 0;
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    if (versions.has(folder)) continue;
    for (const entry of entriesOf(folder)) {
      const place = path.join(folder, entry.name);
      if (entry.isDirectory() && !isSkippedFolder(entry.name)) folders.push(place);
      if (!entry.isFile() || !entry.name.endsWith('.py')) continue;
      files++;
      const bytes = bytesOf(place);
      if (bytes?.includes(conventionWord)) found.push(readConvention(bytes.toString('utf8')));
    }
    if (files > most || ++seen > most) return { kind: 'unknown' };
  }
  return oneConvention(found);
}

function entriesOf(folder: string) {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    // The folder of an installed Python, whatever it is called.
    return entries.some((entry) => entry.name === 'pyvenv.cfg') ? [] : entries;
  } catch {
    return [];
  }
}

function bytesOf(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}
