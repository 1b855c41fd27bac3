/** What `schema` tells, whatever the format. */

import type { ProjectSnapshot } from '../core/analysis.ts';
import { revisionsBehind } from '../core/history/reach.ts';
import { isOpaque, type Opaque } from '../core/operations/operation.ts';
import type { Catalogue } from '../core/schema/catalogue.ts';
import type { Terminal } from './terminal.ts';

export interface SchemaReport {
  readonly snapshot: ProjectSnapshot;
  /** The revisions that were reached. */
  readonly revisions: readonly string[];
  readonly catalogue: Catalogue;
  readonly unread: readonly Unread[];
  readonly terminal: Terminal;
}

/** An operation on the way that can't be read: the schema may lack what it does. */
export interface Unread {
  readonly revision: string;
  readonly file: string;
  readonly operation: Opaque;
}

export function unreadOf(snapshot: ProjectSnapshot, reached: readonly string[]): readonly Unread[] {
  return revisionsBehind(snapshot.graph, reached).flatMap((revision) => {
    const file = snapshot.graph.revisions.get(revision)?.file;
    const migration = file === undefined ? undefined : snapshot.migration(file);
    if (file === undefined || migration === undefined) return [];
    return migration.upgrade.filter(isOpaque).map((operation) => ({ revision, file, operation }));
  });
}
