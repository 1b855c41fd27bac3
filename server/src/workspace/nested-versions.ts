/**
 * Version folders inside `versions`, for programs that set `version_locations` in code: one history spread over folders,
 * or several histories side by side (one for each dialect, say).
 */

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isRevisionName } from './read-files.ts';
import { readRevisionHeader } from './read-graph.ts';

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

/** The groups; none when `versions` itself holds the whole history, as is usual, or when nothing is there. */
export async function versionGroups(versions: string): Promise<VersionGroup[]> {
  const folders = foldersWithRevisions(versions, 0);
  const inside = folders.filter((folder) => folder !== versions);
  if (inside.length === 0) return [];
  const whole = [{ name: path.basename(versions), folders }];
  // What merely lies beside the revisions, an archive say, is no part of them.
  if (folders.length > inside.length) return (await areLinked([versions], inside)) ? whole : [];
  const byName = new Map<string, string[]>();
  for (const folder of inside) {
    const [name = ''] = path.relative(versions, folder).split(path.sep);
    byName.set(name, [...(byName.get(name) ?? []), folder]);
  }
  const groups = [...byName].map(([name, own]) => ({ name, folders: own }));
  return (await areSeparate(groups)) ? groups : whole;
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

/** Whether a revision of one side names one of the other as its parent or dependency. */
async function areLinked(one: readonly string[], other: readonly string[]): Promise<boolean> {
  const [a, b] = [await factsOf(one), await factsOf(other)];
  const names = (from: Facts, to: Facts) => [...from.wanted].some((key) => !from.keys.has(key) && to.keys.has(key));
  return names(a, b) || names(b, a);
}

/** Each group has a beginning of its own and finds what it needs in itself. Ids may be the same, as for two dialects. */
async function areSeparate(groups: readonly VersionGroup[]): Promise<boolean> {
  const facts = await Promise.all(groups.map((group) => factsOf(group.folders)));
  return (
    groups.length > 1 &&
    facts.every(({ keys, wanted, hasBase }) => hasBase && [...wanted].every((key) => keys.has(key)))
  );
}

interface Facts {
  /** Ids and labels. */
  readonly keys: ReadonlySet<string>;
  readonly wanted: ReadonlySet<string>;
  readonly hasBase: boolean;
}

async function factsOf(folders: readonly string[]): Promise<Facts> {
  const headers = (await Promise.all(folders.map(headersIn))).flat();
  return {
    keys: new Set(headers.flatMap((header) => header.ids)),
    wanted: new Set(headers.flatMap((header) => header.keys)),
    hasBase: headers.some((header) => header.isBase),
  };
}

async function headersIn(folder: string) {
  const headers = [];
  for (const { name } of list(folder).filter((entry) => isRevisionName(entry.name))) {
    const text = read(path.join(folder, name));
    if (text === undefined) continue;
    const { revision, down, dependsOn, branchLabels } = await readRevisionHeader(text, name);
    const values = (located: typeof down) => located.map((each) => each.value);
    headers.push({
      ids: [...(revision ? [revision.value] : []), ...values(branchLabels)],
      keys: [...values(down), ...values(dependsOn)],
      isBase: revision !== undefined && down.length === 0,
    });
  }
  return headers;
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
