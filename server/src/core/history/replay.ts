/** The schema before and after each revision: its ancestors' upgrades in Alembic's order, each applied once. */

import type { Operation } from '../operations/operation.ts';
import { type Catalogue, emptyCatalogue } from '../schema/catalogue.ts';
import { applyOperations } from './apply.ts';
import type { Revision, RevisionGraph } from './graph.ts';
import type { RevisionMap } from './revision-map.ts';

export interface Replay {
  /** The schema that a revision finds; empty for one that the graph doesn't have. */
  before(revision: string): Catalogue;
  /** The schema that a revision leaves. */
  after(revision: string): Catalogue;
  /** The schema that a revision with these parents finds; parents that the graph doesn't have count for nothing. */
  beforeChildOf(parents: readonly string[]): Catalogue;
  /** The schema after every revision. */
  head(): Catalogue;
  /** What has been computed so far, for the replay after a change. */
  readonly computed: Computed;
}

/** Where the operations of revisions come from. */
export interface Upgrades {
  /** An object that is the same as long as the revision's text is. */
  source(revision: Revision): unknown;
  /** What the revision does. Asked for when it must be replayed, and not kept. */
  operations(revision: Revision): readonly Operation[];
}

/** The replay before a change. */
export interface Former {
  readonly computed: Computed;
  /** The one revision whose text may be another now; undefined when it may be any, or the graph isn't the same. */
  readonly changed: string | undefined;
}

interface Result {
  readonly source: unknown;
  /** What the parents leave, in their order. */
  readonly parents: readonly Catalogue[];
  readonly before: Catalogue;
  readonly after: Catalogue;
}

/**
 * Results that hold: those of `affected` revisions for this replay alone, all others for every replay that differs in
 * nothing but them. So typing in one file leaves the others alone, however many there are.
 */
interface Computed {
  /** As long as it is the same, so is the way through the history. */
  readonly map: RevisionMap;
  readonly shared: Map<string, Result>;
  readonly affected: ReadonlySet<string>;
  readonly changed: string | undefined;
  readonly own: Map<string, Result>;
}

/**
 * Replays lazily, each revision once. Results of the former replay are taken over where neither the revision nor what
 * its parents leave has changed. Revisions outside of the graph's history (on a cycle) see what the others of their
 * parents leave, and no one sees them.
 */
export function createReplay(
  graph: RevisionGraph,
  upgrades: Upgrades,
  former?: Former,
  empty: Catalogue = emptyCatalogue,
): Replay {
  const computed = startFrom(graph, former);
  // Only the results: a replay that kept the one before would keep them all.
  const known = former?.computed;
  const positions = positionsOf(graph);
  const parentsOf = (id: string) =>
    (graph.map.byKey.get(id)?.parents ?? []).filter((parent) => isEarlier(positions, parent, id));
  const applied = (before: Catalogue, id: string) => {
    const revision = graph.revisions.get(id);
    if (revision === undefined) return before;
    return applyOperations(before, upgrades.operations(revision), { revision: id, file: revision.file });
  };
  const source = (id: string) => {
    const revision = graph.revisions.get(id);
    return revision && upgrades.source(revision);
  };

  const resultOf = (wanted: string): Result => {
    const waiting = [wanted];
    for (let id = waiting.at(-1); id !== undefined; id = waiting.at(-1)) {
      const isDone = resultIn(computed, id) !== undefined;
      const missing = isDone ? [] : parentsOf(id).filter((parent) => resultIn(computed, parent) === undefined);
      if (missing.length > 0) waiting.push(...missing);
      else {
        if (!isDone) (computed.affected.has(id) ? computed.own : computed.shared).set(id, compute(id));
        waiting.pop();
      }
    }
    return resultIn(computed, wanted) ?? compute(wanted);
  };

  const compute = (id: string): Result => {
    const ids = parentsOf(id);
    const parents = ids.map((parent) => resultOf(parent).after);
    // Before a merge all branches run again, and in what order, the parents don't tell.
    const earlier = known && ids.length < 2 ? resultIn(known, id) : undefined;
    const same = earlier?.parents.length === parents.length && earlier.parents.every((one, i) => one === parents[i]);
    const text = source(id);
    if (earlier && same && earlier.source === text) return earlier;
    const before = earlier && same ? earlier.before : join(ids);
    return { source: text, parents, before, after: applied(before, id) };
  };

  /** What revisions leave together: all their ancestors in order, starting from a parent that has the first of them. */
  const join = (ids: readonly string[]): Catalogue => {
    const [only] = ids;
    if (only === undefined) return empty;
    if (ids.length === 1) return resultOf(only).after;
    const all = inOrder(ancestors(ids, parentsOf), positions);
    const start = ids.find((id) => isPrefix(ancestors([id], parentsOf), all));
    const rest = start === undefined ? all : all.slice(ancestors([start], parentsOf).size);
    const begin = start === undefined ? empty : resultOf(start).after;
    return rest.reduce((before, id) => applied(before, id), begin);
  };

  let head: Catalogue | undefined;
  return {
    computed,
    before: (revision) => (graph.revisions.has(revision) ? resultOf(revision).before : empty),
    after: (revision) => (graph.revisions.has(revision) ? resultOf(revision).after : empty),
    beforeChildOf: (parents) => join(parents.filter((parent) => graph.revisions.has(parent))),
    head: () => {
      head ??= join([...new Set(graph.realHeads)].filter((id) => positions.has(id)));
      return head;
    },
  };
}

function resultIn({ shared, affected, own }: Computed, id: string): Result | undefined {
  return affected.has(id) ? own.get(id) : shared.get(id);
}

function startFrom(graph: RevisionGraph, former: Former | undefined): Computed {
  const { computed, changed } = former ?? {};
  if (computed?.map !== graph.map || changed === undefined) {
    return { map: graph.map, shared: new Map(), affected: new Set(), changed: undefined, own: new Map() };
  }
  if (computed.changed === changed) return { ...computed, own: new Map() };
  const shared = computed.changed === undefined ? computed.shared : joined(computed);
  return { ...computed, shared, affected: descendants(graph.map, changed), changed, own: new Map() };
}

function joined({ shared, affected, own }: Computed): Map<string, Result> {
  return new Map([...[...shared].filter(([id]) => !affected.has(id)), ...own]);
}

/** The revision and everything that is applied after it. */
function descendants({ byKey }: RevisionMap, id: string): ReadonlySet<string> {
  const found = new Set([id]);
  for (const each of found) for (const child of byKey.get(each)?.allNext ?? []) found.add(child);
  return found;
}

const positionsIn = new WeakMap<RevisionMap, ReadonlyMap<string, number>>();

/** The place of each revision in the order of application. */
function positionsOf(graph: RevisionGraph): ReadonlyMap<string, number> {
  const positions =
    positionsIn.get(graph.map) ?? new Map(graph.history.toReversed().map((id, position) => [id, position]));
  positionsIn.set(graph.map, positions);
  return positions;
}

function isEarlier(positions: ReadonlyMap<string, number>, parent: string, child: string): boolean {
  const own = positions.get(parent);
  return own !== undefined && own < (positions.get(child) ?? Number.POSITIVE_INFINITY);
}

/** The revisions and everything that is applied before them. */
function ancestors(ids: readonly string[], parentsOf: (id: string) => readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = [...ids];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    waiting.push(...parentsOf(id));
  }
  return found;
}

function inOrder(ids: ReadonlySet<string>, positions: ReadonlyMap<string, number>): readonly string[] {
  return [...ids].sort((a, b) => (positions.get(a) ?? 0) - (positions.get(b) ?? 0));
}

function isPrefix(set: ReadonlySet<string>, all: readonly string[]): boolean {
  return all.slice(0, set.size).every((id) => set.has(id));
}
