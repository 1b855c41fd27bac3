/** What running a project's Alembic needs to know about it. Whoever holds the projects hands this out. */

import type { ProjectData } from '../protocol/messages.ts';

export interface RunnableProject {
  readonly data: ProjectData;
  /** `sqlalchemy.url` of the ini where it is literal. May hold a password: it stays in the server's memory. */
  readonly url: string | undefined;
}

export type FindProject = (id: string) => RunnableProject | undefined;
