/** The revisions that are exempt from linting, since they were there before linting began. */

import type { RevisionGraph } from './graph.ts';
import { resolveRevision } from './plan.ts';
import { ancestors } from './relatives.ts';

/**
 * The configured revision and everything that is applied before it. It may be abbreviated or a branch label, as
 * Alembic takes them; one that can't be found exempts nothing and is a problem in a sentence.
 */
export function revisionsUpTo(
  graph: RevisionGraph,
  startAfter: string | undefined,
): { readonly revisions: ReadonlySet<string>; readonly problem?: string } {
  if (startAfter === undefined) return { revisions: new Set() };
  const node = graph.map.byKey.get(startAfter) ?? graph.map.byKey.get(resolved(graph, startAfter) ?? '');
  if (node !== undefined) return { revisions: new Set(ancestors(graph.map, [node]).map((one) => one.id)) };
  const problem = `The revision ${startAfter} of the setting start-after is not in the history; write the id of one that is.`;
  return { revisions: new Set(), problem };
}

function resolved(graph: RevisionGraph, identifier: string): string | undefined {
  const outcome = resolveRevision(graph, identifier);
  return outcome.ok ? outcome.value : undefined;
}
