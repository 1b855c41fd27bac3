/** Graphs of revisions that no file holds. */

import { buildGraph } from '../../server/src/core/history/build-graph.ts';
import type { RevisionGraph } from '../../server/src/core/history/graph.ts';
import type { RevisionHeader } from '../../server/src/core/history/header.ts';
import type { MapEntry } from '../../server/src/core/history/revision-map.ts';

/** The graph of the entries, given in Alembic's file order. */
export function graphOfEntries(entries: readonly MapEntry[]): RevisionGraph {
  return buildGraph(entries.map((entry) => ({ file: `${entry.id}.py`, header: headerOf(entry) })));
}

function headerOf(entry: MapEntry): RevisionHeader {
  const located = (value: string) => ({ value, span: { start: 0, end: 0 } });
  return {
    state: 'ok',
    revision: located(entry.id),
    down: entry.down.map(located),
    downSpan: undefined,
    dependsOn: entry.dependsOn.map(located),
    branchLabels: entry.branchLabels.map(located),
    message: 'message',
    createDate: undefined,
    problems: [],
  };
}

/** Several dependencies of one revision come in the order of a Python set, which differs from run to run. */
export function orderIsKnown(graph: RevisionGraph): boolean {
  return [...graph.map.byKey.values()].every((node) => new Set(node.parents).size - new Set(node.down).size <= 1);
}
