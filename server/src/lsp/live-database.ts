/** What is known of the database of each project since its state was last read: which server it is, and what it has run. */

import type { ProjectSnapshot } from '../core/analysis.ts';
import type { BaseFiles } from '../core/history/base.ts';
import { databaseBase } from '../core/history/database-base.ts';
import { withServerVersion } from '../core/lint/settings.ts';
import type { DatabaseStateData } from '../protocol/messages.ts';
import type { OpenedProject } from '../workspace/open-project.ts';

export interface LiveDatabase {
  readonly serverVersion: number | undefined;
  readonly libraries: { readonly alembic: string; readonly sqlalchemy: string } | undefined;
  readonly base: BaseFiles;
  readonly rows: readonly string[];
  readonly written: string | undefined;
}

/**
 * What a state that was just read says. Nothing where it isn't known, or Alembic didn't confirm which database is meant.
 * As long as nobody has moved the database since, what lies below its rows stays what it was when they were first read.
 */
export function learnFrom(
  state: DatabaseStateData,
  snapshot: ProjectSnapshot,
  former: LiveDatabase | undefined,
): LiveDatabase | undefined {
  if (state.kind === 'unknown' || !state.confirmed) return undefined;
  const { rows, serverVersion, libraries, written } = state;
  const name = `the database ${state.target.label}`;
  const isUnmoved =
    former?.base.name === name &&
    former.base.lost?.length === 0 &&
    former.rows.join() === rows.join() &&
    (rows.length === 0 || (written !== undefined && written === former.written));
  const now = isUnmoved ? former.base : databaseBase(name, rows, snapshot.graph, snapshot.text);
  const base = former !== undefined && JSON.stringify(now) === JSON.stringify(former.base) ? former.base : now;
  return { serverVersion, libraries, rows, written, base };
}

/** The same when the history was read anew: a row that had no file may have come with a checkout or a pull. */
export function lookedUp(live: LiveDatabase, snapshot: ProjectSnapshot): LiveDatabase {
  const { base, rows } = live;
  if (!base.lost?.some((id) => snapshot.graph.revisions.has(id))) return live;
  return { ...live, base: databaseBase(base.name, rows, snapshot.graph, snapshot.text) };
}

/** The project judged for the versions of its database and its libraries, unless others are configured. */
export function withVersion(opened: OpenedProject, live: LiveDatabase | undefined): OpenedProject {
  const { project, snapshot } = opened;
  const judged = withServerVersion(project.settings, live?.serverVersion);
  const settings = live?.libraries === undefined ? judged : { ...judged, installed: live.libraries };
  const { postgresVersion, postgresVersionOrigin, installed } = snapshot.settings;
  const isSame =
    settings.postgresVersion === postgresVersion &&
    settings.postgresVersionOrigin === postgresVersionOrigin &&
    JSON.stringify(settings.installed) === JSON.stringify(installed);
  return isSame ? opened : { ...opened, snapshot: snapshot.withSettings(settings) };
}

/** Whether rules have nothing new to say. */
export function isSameToRules(a: LiveDatabase | undefined, b: LiveDatabase | undefined): boolean {
  return (
    a?.serverVersion === b?.serverVersion &&
    a?.base === b?.base &&
    JSON.stringify(a?.libraries) === JSON.stringify(b?.libraries)
  );
}
