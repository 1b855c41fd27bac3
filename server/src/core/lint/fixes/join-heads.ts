/** One head out of several: the branch moved behind the other, or a merge revision over both. */

import type { RevisionGraph } from '../../history/graph.ts';
import { replacement } from '../../text/edit.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { literal } from './code.ts';
import { newRevision } from './new-revision.ts';

/** @param others the heads beside `own`, of which the oldest is the main line */
export function joinHeads(context: RuleContext, own: string, others: readonly string[]): readonly Fix[] {
  const { graph } = context;
  const main = oldest(graph, others);
  if (main === undefined || !graph.complete) return [];
  const moved = moveBehind(context, own, main);
  const merge = newRevision(context, {
    message: `Merge ${main} and ${own}`,
    down: [main, own],
    upgrade: [],
    downgrade: [],
  });
  return [
    ...(moved === undefined ? [] : [moved]),
    {
      title: `Merge ${main} and ${own} in a new revision`,
      preferred: moved === undefined,
      edits: [],
      creates: [merge],
    },
  ];
}

function oldest(graph: RevisionGraph, ids: readonly string[]): string | undefined {
  const date = (id: string) => graph.revisions.get(id)?.createDate ?? '';
  return [...ids].sort(
    (a, b) => date(a).localeCompare(date(b), 'en') || graph.heads.indexOf(a) - graph.heads.indexOf(b),
  )[0];
}

/** The first revision that only this branch has, with the other head as its parent; undefined behind a merge. */
function moveBehind({ graph, migration }: RuleContext, own: string, main: string): Fix | undefined {
  const shared = ancestors(graph, main);
  const passed = new Set<string>();
  let first = graph.revisions.get(own);
  while (first !== undefined && first.down.length === 1) {
    const [parent] = first.down;
    if (parent === undefined || shared.has(parent)) break;
    // A revision may be its own ancestor by mistake.
    if (passed.has(parent)) return undefined;
    passed.add(parent);
    first = graph.revisions.get(parent);
  }
  const at = first?.header.downSpan;
  if (first === undefined || at === undefined || first.down.length > 1) return undefined;
  const edits = [replacement(at, literal(migration.style, main))];
  const base = { title: `Put ${first.id} after ${main}`, preferred: true };
  if (first.file === migration.file) return { ...base, edits };
  return { ...base, edits: [], others: [{ file: first.file, edits }] };
}

function ancestors(graph: RevisionGraph, id: string): ReadonlySet<string> {
  const seen = new Set([id]);
  for (const each of seen) for (const parent of graph.revisions.get(each)?.down ?? []) seen.add(parent);
  return seen;
}
