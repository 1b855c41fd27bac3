/** The naming convention of a project's metadata, looked for in its Python files: env.py only imports it. */

import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { conventionWord, oneConvention, readConvention } from '../core/render/read-convention.ts';
import type { Convention } from '../core/render/setting.ts';
import type { Project } from './project.ts';
import { isSkippedFolder } from './walk-folder.ts';

/** Beyond this many files nothing is concluded. */
const mostFiles = 5_000;

/** `none` when no file of the project mentions a convention; `unknown` when one does that can't be read. */
export async function findConvention(project: Project): Promise<Convention> {
  const files: string[] = [];
  const versions = new Set(project.versionLocations);
  const folders = [project.root];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    if (versions.has(folder)) continue;
    for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
      const place = path.join(folder, entry.name);
      if (entry.isDirectory() && !isSkippedFolder(entry.name)) folders.push(place);
      else if (entry.isFile() && entry.name.endsWith('.py')) files.push(place);
    }
    if (files.length > mostFiles) return { kind: 'unknown' };
  }
  const found: Convention[] = [];
  for (const file of files) {
    const text = await readFile(file, 'utf8').catch(() => '');
    if (text.includes(conventionWord)) found.push(readConvention(text));
  }
  return oneConvention(found);
}
