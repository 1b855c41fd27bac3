/** What running a project's Alembic needs to know about it. Whoever holds the projects hands this out. */

export interface RunnableProject {
  readonly id: string;
  readonly name: string;
  readonly root: string;
  /** Absolute path of the folder in which Alembic must be started. */
  readonly cwd: string;
  readonly config: string | undefined;
  readonly section: string;
  readonly layout: 'alembic' | 'flask-migrate' | 'bare';
  readonly scriptLocation: string | undefined;
  readonly versionLocations: readonly string[];
  readonly versionTable: { readonly schema: string | undefined; readonly name: string };
  /** `sqlalchemy.url` of the ini where it is literal. May hold a password: it stays in the server's memory. */
  readonly url: string | undefined;
  revision(id: string): RunnableRevision | undefined;
}

export interface RunnableRevision {
  readonly id: string;
  readonly down: readonly string[];
  readonly message: string;
  /** Whether it leaves Alembic's transaction somewhere, so that a failure may leave a part of it done. */
  readonly autocommit: boolean;
}
