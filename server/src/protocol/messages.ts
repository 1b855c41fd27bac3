/** Requests and notifications between our client and server beyond plain LSP. Constants and types only. */

export interface RangeData {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

export interface RevisionData {
  readonly id: string;
  readonly down: readonly string[];
  readonly dependsOn: readonly string[];
  readonly branchLabels: readonly string[];
  readonly message: string;
  /** `Create Date` as written, if any. */
  readonly date: string | undefined;
  readonly uri: string;
  readonly head: boolean;
  readonly base: boolean;
  readonly branchPoint: boolean;
  readonly merge: boolean;
  /** In words, when the revision has no place in a sound graph. */
  readonly broken: string | undefined;
  readonly findings: { readonly error: number; readonly warning: number; readonly info: number };
}

export interface ProjectData {
  /** Stable as long as the project's configuration file stays where it is. */
  readonly id: string;
  readonly name: string;
  /** Folder in which alembic is to be run. */
  readonly cwd: string;
  readonly root: string;
  readonly config: string | undefined;
  readonly section: string;
  readonly layout: 'alembic' | 'flask-migrate' | 'bare';
  readonly scriptLocation: string | undefined;
  readonly versionTable: { readonly schema?: string; readonly name: string };
  /** `sqlalchemy.url` of the ini where it is literal; may hold a password, so it never leaves the client's memory. */
  readonly url: string | undefined;
  /** Newest first. */
  readonly revisions: readonly RevisionData[];
  readonly heads: readonly string[];
  readonly problems: readonly { readonly message: string; readonly uri: string; readonly range: RangeData }[];
}

export interface PlanParams {
  readonly project: string;
  readonly direction: 'upgrade' | 'downgrade';
  readonly target: string;
  /** Rows of the version table; empty for an empty database. */
  readonly from: readonly string[];
}

export interface PlanData {
  readonly revisions: readonly RevisionData[];
  /** In Alembic's own words. */
  readonly error?: string;
}

export const methods = {
  /** Client → server: `undefined` → `ProjectData[]`. */
  projects: 'alembicGuard/projects',
  /** Client → server: `PlanParams` → `PlanData`. */
  plan: 'alembicGuard/plan',
  /** Server → client, without content: projects or findings may have changed. */
  projectsChanged: 'alembicGuard/projectsChanged',
} as const;
