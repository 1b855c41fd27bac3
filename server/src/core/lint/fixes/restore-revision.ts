/** Files of revisions that others have and this project lacks, as they are there. */

import type { BaseRevisions } from '../../history/base.ts';
import type { RevisionGraph } from '../../history/graph.ts';
import type { NewFile } from '../rule.ts';

/** Undefined where a file of that name holds another revision now, or one of them can't be told. */
export function filesOf(
  base: BaseRevisions,
  ids: readonly string[],
  graph: RevisionGraph,
): readonly NewFile[] | undefined {
  const taken = new Set([...graph.revisions.values()].map(({ file }) => file));
  const found: NewFile[] = [];
  for (const id of ids) {
    const [file, text] = [base.graph.revisions.get(id)?.file, base.text(id)];
    if (file === undefined || text === undefined || taken.has(file)) return undefined;
    found.push({ file, text });
  }
  return found;
}

/** The revision and its ancestors that the project lacks, oldest last. */
export function missing(base: BaseRevisions, id: string, graph: RevisionGraph): readonly string[] {
  const seen = new Set([id]);
  for (const each of seen) {
    for (const parent of base.graph.revisions.get(each)?.down ?? []) if (!graph.revisions.has(parent)) seen.add(parent);
  }
  return [...seen].filter((each) => !graph.revisions.has(each));
}
