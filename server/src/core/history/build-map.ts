/** Builds the map of revisions with Alembic's exact semantics, or says what every alembic command stumbles over. */

import { byCodePoint } from '../text/code-points.ts';
import { illegalIdMessage } from './illegal-id.ts';
import { attempt, type Refusal } from './refusal.ts';
import { related } from './relatives.ts';
import type { MapEntry, MapFailure, RevisionMap, RevisionNode } from './revision-map.ts';

export type MapResult =
  | { readonly map: RevisionMap; readonly failure: undefined }
  | { readonly map: undefined; readonly failure: MapFailure };

/** A node while the map is built. */
interface Draft extends RevisionNode {
  readonly entry: MapEntry;
  dependencies: readonly string[];
  parents: readonly string[];
  readonly next: string[];
  readonly allNext: string[];
  labels: string[];
}

type Drafts = Map<string, Draft>;

/**
 * Loads entries, given in Alembic's file order. The first thing that Alembic stumbles over is the failure; ids that it
 * refuses can be let pass.
 */
export function buildRevisionMap(
  entries: readonly MapEntry[],
  options: { readonly illegalIds?: boolean } = {},
): MapResult {
  const early = firstOf(entries, (entry) => checkEntry(entry, options.illegalIds ?? false));
  if (early) return { map: undefined, failure: early };
  const positions = new Map<string, number>();
  for (const entry of entries) if (!positions.has(entry.id)) positions.set(entry.id, positions.size);
  const all = entries.map((entry) => draft(entry, positions.get(entry.id) ?? 0));
  const ids: Drafts = new Map();
  for (const each of all) ids.set(each.id, each);
  const keys: Drafts = new Map(ids);
  const failure =
    firstOf(all, (each) => addLabels(each, keys)) ??
    firstOf(all, (each) => resolveDependencies(each, keys)) ??
    firstOf([...keys.values()], (each) => link(each, keys));
  if (failure) return { map: undefined, failure };
  const candidates = findCandidates(all, keys);
  const late = normaliseDependencies(all, keys) ?? detectCycles(ids, candidates);
  if (late) return { map: undefined, failure: late };
  propagateLabels(all, keys);
  return { map: finished(all, keys, candidates), failure: undefined };
}

function firstOf<T>(items: readonly T[], check: (item: T) => MapFailure | undefined): MapFailure | undefined {
  for (const item of items) {
    const failure = check(item);
    if (failure) return failure;
  }
  return undefined;
}

function checkEntry(entry: MapEntry, anyId: boolean): MapFailure | undefined {
  const loop = (kind: string) => `${kind} is detected in revisions (${entry.id})`;
  const about = { traceback: false, revisions: [entry.id] };
  if (entry.down.includes(entry.id)) return { code: 'self-loop', message: loop('Self-loop'), ...about };
  if (entry.dependsOn.includes(entry.id))
    return { code: 'dependency-self-loop', message: loop('Dependency self-loop'), ...about };
  const illegal = anyId ? undefined : illegalIdMessage(entry.id);
  return illegal === undefined ? undefined : { code: 'illegal-id', message: illegal, ...about };
}

function draft(entry: MapEntry, index: number): Draft {
  return {
    entry,
    id: entry.id,
    index,
    down: entry.down,
    dependencies: [],
    parents: [],
    next: [],
    allNext: [],
    labels: [...new Set(entry.branchLabels)],
  };
}

function addLabels(node: Draft, keys: Drafts): MapFailure | undefined {
  for (const label of node.entry.branchLabels) {
    const owner = keys.get(label);
    if (owner) {
      const message = `Branch name '${label}' in revision ${node.id} already used by revision ${owner.id}`;
      return { code: 'label-clash', message, traceback: false, revisions: [node.id, owner.id] };
    }
    keys.set(label, node);
  }
  return undefined;
}

function resolveDependencies(node: Draft, keys: Drafts): MapFailure | undefined {
  // Alembic treats a lone empty string like no dependency.
  if (node.entry.dependsOn.length === 1 && node.entry.dependsOn[0] === '') return undefined;
  const missing = node.entry.dependsOn.find((key) => !keys.has(key));
  if (missing !== undefined) return keyError('missing-dependency', missing, [node.id]);
  node.dependencies = node.entry.dependsOn.flatMap((key) => keys.get(key)?.id ?? []);
  return undefined;
}

function keyError(code: MapFailure['code'], key: string, revisions: readonly string[]): MapFailure {
  return { code, message: `KeyError: '${key}'`, traceback: true, revisions };
}

function link(node: Draft, keys: Drafts): MapFailure | undefined {
  for (const id of new Set([...node.down, ...node.dependencies])) {
    const parent = keys.get(id);
    if (!parent) return keyError('missing-parent', id, [node.id]);
    if (!parent.allNext.includes(node.id)) parent.allNext.push(node.id);
    if (node.down.includes(parent.id) && !parent.next.includes(node.id)) parent.next.push(node.id);
  }
  return undefined;
}

/** Heads and bases as nodes, since two files may share an id. */
interface Candidates {
  readonly heads: readonly Draft[];
  readonly realHeads: readonly Draft[];
  readonly bases: readonly Draft[];
  readonly realBases: readonly Draft[];
}

function findCandidates(all: readonly Draft[], keys: Drafts): Candidates {
  const heads = new Set(all);
  const realHeads = new Set(all);
  for (const node of keys.values()) {
    for (const id of [...node.down, ...node.dependencies]) {
      const parent = keys.get(id);
      if (!parent) continue;
      if (node.down.includes(id)) heads.delete(parent);
      realHeads.delete(parent);
    }
  }
  const bases = all.filter((node) => node.down.length === 0);
  const realBases = bases.filter((node) => node.entry.dependsOn.length === 0);
  return { heads: [...heads], realHeads: [...realHeads], bases, realBases };
}

function normaliseDependencies(all: readonly Draft[], keys: Drafts): MapFailure | undefined {
  for (const node of all) {
    let own: readonly string[] = [];
    if (node.dependencies.length > 0) {
      const ancestors = attempt(() => related(keys, [node], (each) => each.down));
      if (ancestors.refusal) return failureOf(ancestors.refusal, node.id);
      const inherited = new Set(ancestors.value.flatMap((each) => (each === node ? [] : each.dependencies)));
      own = node.dependencies.filter((id) => !inherited.has(id));
    }
    node.parents = [...new Set([...node.down, ...own])];
  }
  return undefined;
}

function failureOf(refusal: Refusal, id: string): MapFailure {
  const message = 'message' in refusal ? refusal.message : 'Dependency resolution failed; broken map';
  return { code: 'broken-map', message, traceback: refusal.kind === 'crash', revisions: [id] };
}

function detectCycles(ids: Drafts, candidates: Candidates): MapFailure | undefined {
  if (ids.size === 0) return undefined;
  const failure = cycle(
    ids,
    'cycle',
    candidates.heads,
    candidates.bases,
    (node) => node.down,
    (node) => node.next,
  );
  const depends = [...ids.values()].some(({ entry, dependencies }) => entry.dependsOn.length + dependencies.length > 0);
  // Without dependencies it would only be looked at once more.
  if (failure || !depends) return failure;
  return cycle(
    ids,
    'dependency-cycle',
    candidates.realHeads,
    candidates.realBases,
    (node) => [...node.down, ...node.dependencies],
    (node) => node.allNext,
  );
}

/** Ids that can't be reached both from a head downwards and from a base upwards lie on a cycle or beside one. */
function cycle(
  ids: Drafts,
  code: 'cycle' | 'dependency-cycle',
  heads: readonly Draft[],
  bases: readonly Draft[],
  below: (node: Draft) => readonly string[],
  above: (node: Draft) => readonly string[],
): MapFailure | undefined {
  const found = (revisions: readonly string[]): MapFailure => {
    const kind = code === 'cycle' ? 'Cycle' : 'Dependency cycle';
    return { code, message: `${kind} is detected in revisions (${revisions.join(', ')})`, traceback: false, revisions };
  };
  if (heads.length === 0 || bases.length === 0) return found([...ids.keys()]);
  const reached = attempt(() => {
    const down = new Set(related(ids, heads, below).map((node) => node.id));
    const up = new Set(related(ids, bases, above).map((node) => node.id));
    return [...ids.keys()].filter((id) => !down.has(id) || !up.has(id));
  });
  if (reached.refusal) return failureOf(reached.refusal, '');
  return reached.value.length > 0 ? found(byCodePoint(reached.value)) : undefined;
}

/** A label holds for all descendants, and for the line of ancestors down to the next branch or merge point. */
function propagateLabels(all: readonly Draft[], keys: Drafts): void {
  for (const node of all.filter((each) => each.entry.branchLabels.length > 0)) {
    const descendants = related(keys, [node], (each) => each.next);
    for (const each of descendants) each.labels = [...new Set([...each.labels, ...node.labels])];
    let parent: Draft | undefined = descendants.at(-1);
    while (parent && parent.allNext.length <= 1 && parent.down.length <= 1) {
      parent.labels = [...new Set([...parent.labels, ...node.labels])];
      const below: string | undefined = parent.down[0];
      parent = below === undefined ? undefined : keys.get(below);
    }
  }
}

function finished(all: readonly Draft[], keys: Drafts, candidates: Candidates): RevisionMap {
  const replaced = all.filter((node) => keys.get(node.id) !== node);
  const idsOf = (nodes: readonly Draft[]) => nodes.map((node) => node.id);
  return {
    byKey: keys,
    heads: idsOf(candidates.heads),
    realHeads: idsOf(candidates.realHeads),
    bases: idsOf(candidates.bases),
    duplicates: [...new Set(idsOf(replaced))],
  };
}
