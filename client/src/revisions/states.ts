/** What state a revision is in, from the project and the database as last read. */

import type { ProjectData, RevisionData } from '../../../server/src/protocol/messages.ts';
import type { DatabaseView } from '../model.ts';

/**
 * `current`: a row of the version table; `applied`: below one; `pending`: not applied yet; `unknown`: the database has not
 * been read or can't be; `broken`: without a place in a sound graph.
 */
export type RevisionState = 'current' | 'applied' | 'pending' | 'unknown' | 'broken';

export function revisionState(revision: RevisionData, database: DatabaseView | undefined): RevisionState {
  if (revision.broken !== undefined) return 'broken';
  if (database === undefined || database.state.kind === 'unknown' || database.pending === undefined) return 'unknown';
  if (database.state.rows.includes(revision.id)) return 'current';
  return database.pending.has(revision.id) ? 'pending' : 'applied';
}

/** The state and what else is particular, in words: `head, pending`, `current, merge`. */
export function revisionWords(revision: RevisionData, state: RevisionState): readonly string[] {
  return [
    ...(revision.head ? ['head'] : []),
    ...(state === 'unknown' ? [] : [state]),
    ...(revision.merge ? ['merge'] : []),
    ...(revision.branchPoint ? ['branch point'] : []),
  ];
}

/** Where the project's database stands, in a few words. */
export function projectWords(project: ProjectData, database: DatabaseView | undefined): string {
  const heads = project.heads.length > 1 ? `${project.heads.length} heads` : undefined;
  return [heads, databaseWords(database)].filter((words) => words !== undefined).join(' · ');
}

function databaseWords(database: DatabaseView | undefined): string {
  if (database === undefined) return 'database not read';
  const { state, pending, refusal } = database;
  if (state.kind === 'unknown') return `database unknown · ${state.failure.message}`;
  const { label } = state.target;
  if (refusal !== undefined || pending === undefined) return `state not understood · ${label}`;
  if (pending.size === 0) return `up to date · ${label}`;
  return `${pending.size} pending · ${label}`;
}
