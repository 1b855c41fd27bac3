/**
 * Version folders inside `versions`, for programs that set `version_locations` in code: one history spread over folders,
 * or several histories side by side (one for each dialect, say).
 */

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readHeaderOf } from '../core/history/read-header.ts';
import { isRevisionName } from './read-files.ts';

/** Folders whose revisions are one history. */
export interface VersionGroup {
  /** The folder's name inside `versions`. */
  readonly name: string;
  readonly folders: readonly string[];
}

const deepest = 4;

/** Whether a version folder, or one inside it, has a file that could be a revision. */
export function holdsRevisions(versions: string): boolean {
  return foldersWithRevisions(versions, 0).length > 0;
}

/** The groups; none when `versions` itself holds revisions, as is usual, or when nothing does. */
export function versionGroups(versions: string): VersionGroup[] {
  const folders = foldersWithRevisions(versions, 0);
  if (folders.length === 0 || folders.includes(versions)) return [];
  const byName = new Map<string, string[]>();
  for (const folder of folders) {
    const [name = ''] = path.relative(versions, folder).split(path.sep);
    byName.set(name, [...(byName.get(name) ?? []), folder]);
  }
  const groups = [...byName].map(([name, own]) => ({ name, folders: own }));
  return areSeparate(groups) ? groups : [{ name: path.basename(versions), folders }];
}

function foldersWithRevisions(folder: string, depth: number): string[] {
  const entries = list(folder);
  const own = entries.some((entry) => !entry.isDirectory() && isRevisionName(entry.name)) ? [folder] : [];
  const below = depth < deepest ? entries.filter((entry) => entry.isDirectory() && entry.name !== '__pycache__') : [];
  const names = below.map((entry) => entry.name).sort();
  return [...own, ...names.flatMap((name) => foldersWithRevisions(path.join(folder, name), depth + 1))];
}

function list(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** Each group has a beginning of its own, and none names a revision of another. */
function areSeparate(groups: readonly VersionGroup[]): boolean {
  if (groups.length < 2) return false;
  const owners = new Map<string, number>();
  const wanted: { readonly by: number; readonly key: string }[] = [];
  const bases = new Set<number>();
  for (const [by, group] of groups.entries()) {
    for (const { ids, keys, isBase } of group.folders.flatMap(headersIn)) {
      for (const id of ids) if (!owners.has(id)) owners.set(id, by);
      for (const key of keys) wanted.push({ by, key });
      if (isBase) bases.add(by);
    }
  }
  return bases.size === groups.length && wanted.every(({ by, key }) => (owners.get(key) ?? by) === by);
}

function headersIn(folder: string) {
  return list(folder)
    .filter((entry) => isRevisionName(entry.name))
    .flatMap(({ name }) => {
      const text = read(path.join(folder, name));
      if (text === undefined) return [];
      const { revision, down, dependsOn, branchLabels } = readHeaderOf(text, name);
      const values = (located: typeof down) => located.map((each) => each.value);
      return [
        {
          ids: [...(revision ? [revision.value] : []), ...values(branchLabels)],
          keys: [...values(down), ...values(dependsOn)],
          isBase: revision !== undefined && down.length === 0,
        },
      ];
    });
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
