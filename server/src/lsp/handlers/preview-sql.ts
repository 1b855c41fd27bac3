/** `alembicGuard/previewSql`: the SQL of one revision, or why there is none, as a document. */

import type { CancellationToken } from 'vscode-languageserver';

import { type FailureData, methods, type PreviewSqlData, type PreviewSqlParams } from '../../protocol/messages.ts';
import { prepare } from '../../runner/invocation.ts';
import type { RunnableProject, RunnableRevision } from '../../runner/project.ts';
import { failureText, previewSql as preview, previewHeader, sqlRange } from '../../runner/sql-preview.ts';
import { abortSignal, findRunnable, logTo, unknownProject } from '../runnable.ts';
import type { Session } from '../session.ts';

export function previewSql(session: Session): void {
  session.connection.onRequest<PreviewSqlData, void>(
    methods.previewSql,
    async (params: PreviewSqlParams, token: CancellationToken) => {
      const project = await findRunnable(session, params.project);
      const revision = project?.revision(params.revision);
      if (project === undefined) return refused(params, undefined, undefined, unknownProject(params.project));
      if (revision === undefined)
        return refused(params, project, undefined, unknownRevision(params.revision, project.name));
      const invocation = await prepare(project, params.runner);
      if ('failure' in invocation) return refused(params, project, revision, invocation.failure);
      return preview(invocation, revision, params.direction, logTo(session), abortSignal(token));
    },
  );
}

function refused(
  params: PreviewSqlParams,
  project: RunnableProject | undefined,
  known: RunnableRevision | undefined,
  failure: FailureData,
): PreviewSqlData {
  const revision = known ?? { id: params.revision, down: [], message: '', autocommit: false };
  const range = sqlRange(revision, params.direction);
  return {
    text: failureText(previewHeader(project?.name ?? params.project, revision, params.direction, range), failure),
    failure,
  };
}

function unknownRevision(id: string, project: string): FailureData {
  return {
    code: 'unknown-revision',
    message: `Revision ${id} is not among the files of ${project}.`,
    next: 'Refresh the Revisions view and choose another one.',
  };
}
