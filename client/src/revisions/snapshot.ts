/** The tree as data, for tests. */

import type { ProjectData } from '../../../server/src/protocol/messages.ts';
import type { DatabaseView } from '../model.ts';
import { type ItemText, projectItem, revisionItem } from './item.ts';
import { type RevisionState, revisionState } from './states.ts';

export interface SnapshotRevision {
  readonly id: string;
  readonly state: RevisionState;
  readonly item: ItemText;
}

export interface SnapshotProject {
  readonly id: string;
  readonly item: ItemText;
  readonly problems: readonly string[];
  /** Newest first. */
  readonly revisions: readonly SnapshotRevision[];
}

export function snapshotOf(project: ProjectData, database: DatabaseView | undefined): SnapshotProject {
  return {
    id: project.id,
    item: projectItem(project, database),
    problems: project.problems.map(({ message }) => message),
    revisions: project.revisions.map((revision) => ({
      id: revision.id,
      state: revisionState(revision, database),
      item: revisionItem(revision, database),
    })),
  };
}

/** What needs attention, for the badge: heads too many and broken revisions, never pending ones. */
export function attention(projects: readonly ProjectData[]): { readonly count: number; readonly text: string } {
  const heads = projects.reduce((sum, project) => sum + Math.max(0, project.heads.length - 1), 0);
  const broken = projects.reduce(
    (sum, { revisions }) => sum + revisions.filter((one) => one.broken !== undefined).length,
    0,
  );
  const parts = [
    ...(heads > 0 ? [`${heads} head${heads === 1 ? '' : 's'} too many`] : []),
    ...(broken > 0 ? [`${broken} broken revision${broken === 1 ? '' : 's'}`] : []),
  ];
  return { count: heads + broken, text: parts.join(', ') };
}
