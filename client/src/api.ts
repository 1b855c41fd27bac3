/** What `activate` answers: enough for tests to see what people see, and to run what people run. */

import type { Uri } from 'vscode';
import type { DatabaseStateData, RunData } from '../../server/src/protocol/messages.ts';
import type { SnapshotProject } from './revisions/snapshot.ts';
import type { Confirm } from './run/confirm.ts';

export interface Api {
  /** How long `activate` took. */
  readonly activationMilliseconds: number;
  /** Resolves once the projects have been read. */
  ready(): Promise<void>;
  /** The tree as shown. */
  snapshot(): readonly SnapshotProject[];
  databaseState(project: string): Promise<DatabaseStateData | undefined>;
  /** The commands' own way, with another way to ask. Undefined when nothing was run. */
  migrate(
    project: string,
    direction: 'upgrade' | 'downgrade',
    target: string,
    confirm: Confirm,
  ): Promise<RunData | undefined>;
  previewUri(project: string, revision: string, direction: 'upgrade' | 'downgrade'): Uri;
}
