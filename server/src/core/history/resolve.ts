/** What an identifier means: full and partial ids, `head`, `heads`, `base`, branch labels and their combinations. */

import { assertLikeAlembic, refuse } from './refusal.ts';
import { ancestors, descendants } from './relatives.ts';
import { nodeOf, type Place, type RevisionMap, type RevisionNode } from './revision-map.ts';

/** An identifier as Alembic passes it around; `undefined` means the base. */
export type Identifier = string | undefined | readonly string[];

/** The revisions that an identifier or a list of them names. `-2` and `label@-2` count down from the heads. */
export function getRevisions(map: RevisionMap, id: Identifier): Place[] {
  if (typeof id === 'object') return id.flatMap((each) => getRevisions(map, each));
  const { ids, label } = resolveSymbol(map, id);
  const steps = ids.length === 1 ? pythonInteger(ids[0] ?? '') : undefined;
  if (steps !== undefined && steps < 0) {
    const heads = getRevisions(map, 'heads').map(revision);
    const chosen = label === undefined ? heads : heads.filter((head) => head.labels.includes(label));
    return chosen.map((head) => walk(map, head, steps, { strict: true }));
  }
  return ids.map((each) => findRevision(map, each, label));
}

/** The one revision that an identifier names, or `undefined` for the base. */
export function getRevision(map: RevisionMap, id: string | undefined): RevisionNode | undefined {
  const { ids, label } = resolveSymbol(map, id);
  if (ids.length > 1) refuse({ kind: 'several-heads', heads: ids, argument: id ?? 'None' });
  const [only] = ids;
  if (only !== undefined) return findRevision(map, only, label);
  if (label) branchRevision(map, label);
  return undefined;
}

/** A place that must be a revision; anything else is an assertion in Alembic. */
export function revision(place: Place): RevisionNode {
  assertLikeAlembic(place !== undefined && place !== 'base', 'AssertionError: not a revision');
  return place;
}

interface Resolved {
  /** Empty for the base. */
  readonly ids: readonly string[];
  /** What stands before the first `@`. */
  readonly label: string | undefined;
}

/** Replaces `head`, `heads` and `base`, and parts a branch label from the rest. */
export function resolveSymbol(map: RevisionMap, id: string | undefined): Resolved {
  const at = id?.indexOf('@') ?? -1;
  const label = id !== undefined && at >= 0 ? id.slice(0, at) : undefined;
  const symbol = id !== undefined && at >= 0 ? id.slice(at + 1) : id;
  if (symbol === 'heads') return { ids: label ? filterForLineage(map, map.heads, label) : map.realHeads, label };
  if (symbol === 'head') {
    const head = currentHead(map, label);
    return { ids: head ? [head] : [], label };
  }
  return { ids: symbol === undefined || symbol === 'base' ? [] : [symbol], label };
}

function currentHead(map: RevisionMap, label: string | undefined): string | undefined {
  const heads = label ? filterForLineage(map, map.heads, label) : map.heads;
  if (heads.length > 1) refuse({ kind: 'several-heads', heads, argument: label ? `${label}@head` : 'head' });
  return heads[0];
}

/** A label is a key of the map; a full or partial id may stand in its place. */
export function branchRevision(map: RevisionMap, label: string): RevisionNode {
  const known = map.byKey.get(label);
  if (known) return known;
  const found = candidatesFor(map, label);
  const [only] = found;
  if (found.length === 1 && only !== undefined) return nodeOf(map, only);
  return refuse({ kind: 'resolution', message: `No such branch: '${label}'`, argument: label });
}

/** Keys that begin with what was typed. Keys of three characters or fewer must be typed whole. */
function candidatesFor(map: RevisionMap, typed: string): string[] {
  assertLikeAlembic(typed !== '', 'AssertionError: an empty identifier');
  return [...map.byKey.keys()].filter((key) => codePoints(key) > 3 && key.startsWith(typed));
}

function codePoints(text: string): number {
  return [...text].length;
}

function findRevision(map: RevisionMap, id: string, label?: string): RevisionNode {
  const branch = label ? branchRevision(map, label) : undefined;
  const found = map.byKey.get(id) ?? findPartial(map, id, label);
  if (branch && !sharesLineage(map, found.id, [branch.id], false)) {
    const message = `Revision ${found.id} is not a member of branch '${label}'`;
    refuse({ kind: 'resolution', message, argument: id });
  }
  return found;
}

function findPartial(map: RevisionMap, id: string, label: string | undefined): RevisionNode {
  let keys = candidatesFor(map, id);
  if (label) keys = filterForLineage(map, keys, label);
  const [first] = keys;
  if (first !== undefined && keys.length === 1) return nodeOf(map, first);
  return refuse({ kind: 'resolution', message: first === undefined ? unknown(id) : ambiguous(id, keys), argument: id });
}

function unknown(id: string): string {
  const hint =
    codePoints(id) < 4
      ? '; please ensure at least four characters are present for partial revision identifier matches'
      : '';
  return `No such revision or branch '${id}'${hint}`;
}

function ambiguous(id: string, keys: readonly string[]): string {
  const some = keys.slice(0, 3).map((key) => `'${key}'`);
  return `Multiple revisions start with '${id}': ${some.join(', ')}...`;
}

/** Those targets that are an ancestor or a descendant of what the identifier names, or that itself. */
export function filterForLineage<T extends string | Place>(
  map: RevisionMap,
  targets: readonly T[],
  against: string,
  withDependencies = false,
): T[] {
  const { ids, label } = resolveSymbol(map, against);
  const shares = label ? [label, ...ids] : ids;
  return targets.filter((target) => sharesLineage(map, target, shares, withDependencies));
}

function sharesLineage(
  map: RevisionMap,
  target: string | Place,
  against: readonly string[],
  withDependencies: boolean,
): boolean {
  if (against.length === 0) return true;
  const node = typeof target === 'string' ? findRevision(map, target) : revision(target);
  const others = against.map((id) => findRevision(map, id));
  const how = { withoutDependencies: !withDependencies };
  const line = new Set([...descendants(map, [node], how), ...ancestors(map, [node], how)]);
  return others.some((other) => line.has(other));
}

interface WalkOptions {
  /** Going up, only children on this branch count. */
  readonly label?: string | undefined;
  /** Past the end is `undefined`; otherwise the walk stops at the end. */
  readonly strict: boolean;
}

/** So many steps up (positive) or down (negative) from a place; a fork on the way is refused. */
export function walk(map: RevisionMap, start: string | Place, steps: number, options: WalkOptions): Place {
  let place: Place = typeof start === 'string' ? getRevision(map, start) : start;
  for (let step = 0; step < Math.abs(steps); step++) {
    const following: readonly Place[] = steps > 0 ? above(map, place, options.label) : below(map, place);
    if (following.length === 0) return options.strict ? undefined : place;
    if (following.length > 1) refuse({ kind: 'revision', message: 'Ambiguous walk' });
    place = following[0];
  }
  return place;
}

function above(map: RevisionMap, place: Place, label: string | undefined): Place[] {
  assertLikeAlembic(place !== 'base', 'AssertionError: walking up from the base');
  const children = getRevisions(map, place ? place.next : map.bases).map(revision);
  return label ? filterForLineage(map, children, label) : children;
}

function below(map: RevisionMap, place: Place): Place[] {
  if (place === 'base') return [];
  const parents = getRevisions(map, place ? place.down : map.heads);
  return parents.length > 0 ? parents : ['base'];
}

/** What `int(text)` makes of it in Python, for the texts that can occur; undefined where it raises. */
function pythonInteger(text: string): number | undefined {
  return /^\s*[-+]?\d+(_\d+)*\s*$/.test(text) ? Number(text.replaceAll('_', '')) : undefined;
}
