/** `alembicGuard/databaseState`: at which revisions a project's database stands. */

import type { CancellationToken } from 'vscode-languageserver';

import { readState } from '../../database/state.ts';
import { type DatabaseStateData, type DatabaseStateParams, methods } from '../../protocol/messages.ts';
import { prepare } from '../../runner/invocation.ts';
import { abortSignal, findRunnable, logTo, unknownProject } from '../runnable.ts';
import type { Session } from '../session.ts';

export function databaseState(session: Session): void {
  session.connection.onRequest<DatabaseStateData, void>(
    methods.databaseState,
    async (params: DatabaseStateParams, token: CancellationToken) => {
      const project = await findRunnable(session, params.project);
      if (project === undefined) return { kind: 'unknown', failure: unknownProject(params.project) };
      const invocation = await prepare(project, params.runner);
      if ('failure' in invocation) return { kind: 'unknown', failure: invocation.failure };
      return (await readState(invocation, logTo(session), abortSignal(token))).data;
    },
  );
}
