/** Which revisions have run when some of them have been reached. */

import type { RevisionGraph } from './graph.ts';

/** The revisions and everything that is applied before them, in the order in which Alembic runs them. */
export function revisionsBehind(graph: RevisionGraph, reached: readonly string[]): readonly string[] {
  const found = new Set<string>();
  const waiting = [...reached];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    waiting.push(...(graph.map.byKey.get(id)?.parents ?? []));
  }
  return graph.history.filter((id) => found.has(id)).toReversed();
}
