/** The schema before and after each revision: its ancestors' upgrades in Alembic's order, each applied once. */

import type { Operation } from '../operations/operation.ts';
import { type Catalogue, emptyCatalogue } from '../schema/catalogue.ts';
import { applyOperations } from './apply.ts';
import type { Revision, RevisionGraph } from './graph.ts';

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
  readonly results: ReadonlyMap<string, Result>;
}

interface Result {
  readonly upgrade: readonly Operation[];
  /** What the parents leave, in their order. */
  readonly parents: readonly Catalogue[];
  readonly before: Catalogue;
  readonly after: Catalogue;
}

/**
 * Replays lazily, each revision once. Results of `previous` are taken over where neither the revision nor what its
 * parents leave has changed. Revisions outside of the graph's history (on a cycle) see what the others of their parents
 * leave, and no one sees them.
 */
export function createReplay(
  graph: RevisionGraph,
  upgradeOf: (revision: Revision) => readonly Operation[],
  previous?: Replay,
): Replay {
  // Only the results: a replay that kept the one before would keep them all.
  const known = previous?.results;
  const order = graph.history.toReversed();
  const positions = new Map(order.map((id, position) => [id, position]));
  const results = new Map<string, Result>();
  const parentsOf = (id: string) =>
    (graph.map.byKey.get(id)?.parents ?? []).filter((parent) => isEarlier(positions, parent, id));
  const applied = (before: Catalogue, id: string, upgrade: readonly Operation[]) => {
    const revision = graph.revisions.get(id);
    return revision === undefined ? before : applyOperations(before, upgrade, { revision: id, file: revision.file });
  };
  const upgrade = (id: string) => {
    const revision = graph.revisions.get(id);
    return revision === undefined ? [] : upgradeOf(revision);
  };

  const resultOf = (wanted: string): Result => {
    const waiting = [wanted];
    for (let id = waiting.at(-1); id !== undefined; id = waiting.at(-1)) {
      const missing = results.has(id) ? [] : parentsOf(id).filter((parent) => !results.has(parent));
      if (missing.length > 0) waiting.push(...missing);
      else {
        if (!results.has(id)) results.set(id, compute(id));
        waiting.pop();
      }
    }
    return results.get(wanted) ?? compute(wanted);
  };

  const compute = (id: string): Result => {
    const operations = upgrade(id);
    const ids = parentsOf(id);
    const parents = ids.map((parent) => resultOf(parent).after);
    const former = known?.get(id);
    const same = former?.parents.length === parents.length && former.parents.every((one, i) => one === parents[i]);
    if (former && same && former.upgrade === operations) return former;
    const before = former && same ? former.before : join(ids);
    return { upgrade: operations, parents, before, after: applied(before, id, operations) };
  };

  /** What revisions leave together: all their ancestors in order, starting from a parent that has the first of them. */
  const join = (ids: readonly string[]): Catalogue => {
    const [only] = ids;
    if (only === undefined) return emptyCatalogue;
    if (ids.length === 1) return resultOf(only).after;
    const all = inOrder(ancestors(ids, parentsOf), positions);
    const start = ids.find((id) => isPrefix(ancestors([id], parentsOf), all));
    const rest = start === undefined ? all : all.slice(ancestors([start], parentsOf).size);
    const begin = start === undefined ? emptyCatalogue : resultOf(start).after;
    return rest.reduce((before, id) => applied(before, id, upgrade(id)), begin);
  };

  let head: Catalogue | undefined;
  return {
    results,
    before: (revision) => (graph.revisions.has(revision) ? resultOf(revision).before : emptyCatalogue),
    after: (revision) => (graph.revisions.has(revision) ? resultOf(revision).after : emptyCatalogue),
    beforeChildOf: (parents) => join(parents.filter((parent) => graph.revisions.has(parent))),
    head: () => {
      head ??= join([...new Set(graph.realHeads)].filter((id) => positions.has(id)));
      return head;
    },
  };
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
