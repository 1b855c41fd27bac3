/** What a database has of a project's revisions, told from the rows of its version table. */

import type { BaseFiles } from './base.ts';
import type { RevisionGraph } from './graph.ts';

/**
 * The revisions that the rows name and all that must be applied before them, dependencies included, with the texts that
 * they have at this moment.
 *
 * The rows name the newest revisions alone, and no texts. What lies below them is taken from the history as it is now, and
 * from what text a revision was run nobody knows. So what was inserted or edited before the state was read can't be told
 * and isn't; the branch that work is merged into may still tell it. What changes from now on can: the database has run
 * these revisions, and never sees a change of them.
 *
 * @param name as a message names it: `the database localhost:5432/shop`
 */
export function databaseBase(
  name: string,
  rows: readonly string[],
  graph: Pick<RevisionGraph, 'revisions' | 'map'>,
  text: (file: string) => string | undefined,
): BaseFiles {
  const applied = new Set(rows.filter((row) => graph.revisions.has(row)));
  for (const id of applied) for (const parent of graph.map.byKey.get(id)?.parents ?? []) applied.add(parent);
  const files = [...graph.revisions.values()].flatMap(({ id, file }) => {
    const content = applied.has(id) ? text(file) : undefined;
    return content === undefined ? [] : [{ path: file, text: content }];
  });
  const lost = rows.filter((row) => !graph.revisions.has(row));
  return { name, kind: 'database', now: files, fork: files, lost };
}
