/** `alembicGuard/databaseState`: at which revisions a project's database stands. */

import type { CancellationToken } from 'vscode-languageserver';

import { readState } from '../../database/state.ts';
import { type DatabaseStateData, type DatabaseStateParams, methods } from '../../protocol/messages.ts';
import { prepare } from '../../runner/invocation.ts';
import type { RunnableProject } from '../../runner/project.ts';
import type { Publisher } from '../publish.ts';
import { abortSignal, findRunnable, logTo, takeState, unknownProject } from '../runnable.ts';
import type { Session } from '../session.ts';

export function databaseState(session: Session, publisher: Publisher): void {
  session.connection.onRequest<DatabaseStateData, void>(
    methods.databaseState,
    async (params: DatabaseStateParams, token: CancellationToken) => {
      const project = await findRunnable(session, params.project);
      if (project === undefined) return { kind: 'unknown', failure: unknownProject(params.project) };
      const state = await read(session, project, params, token);
      // An answer that nobody waits for says nothing of the database.
      if (!token.isCancellationRequested) takeState(session, publisher, params.project, state);
      return state;
    },
  );
}

async function read(
  session: Session,
  project: RunnableProject,
  { runner }: DatabaseStateParams,
  token: CancellationToken,
): Promise<DatabaseStateData> {
  const invocation = await prepare(project, runner);
  if ('failure' in invocation) return { kind: 'unknown', failure: invocation.failure };
  return (await readState(invocation, logTo(session), abortSignal(token))).data;
}
