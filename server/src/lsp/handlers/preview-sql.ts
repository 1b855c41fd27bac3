/** `alembicGuard/previewSql`: the SQL of one revision as Alembic prints it, else as read from its file, as a document. */

import type { CancellationToken } from 'vscode-languageserver';

import { staticPreview } from '../../core/ide/sql-preview.ts';
import { dialectOfUrl } from '../../core/render/dialect.ts';
import { type FailureData, methods, type PreviewSqlData, type PreviewSqlParams } from '../../protocol/messages.ts';
import { prepare } from '../../runner/invocation.ts';
import type { RunnableProject, RunnableRevision } from '../../runner/project.ts';
import { failureText, previewSql as preview, previewHeader, readSqlText, sqlRange } from '../../runner/sql-preview.ts';
import { abortSignal, findOpened, findRunnable, logTo, unknownProject } from '../runnable.ts';
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
      const printed =
        'failure' in invocation
          ? refused(params, project, revision, invocation.failure)
          : await preview(invocation, revision, params.direction, logTo(session), abortSignal(token));
      if (printed.failure === undefined || token.isCancellationRequested) return printed;
      return (await readFromFile(session, params, revision, printed.failure)) ?? printed;
    },
  );
}

/** What can be said without running Alembic; undefined where the graph is broken. */
async function readFromFile(
  session: Session,
  params: PreviewSqlParams,
  revision: RunnableRevision,
  failure: FailureData,
): Promise<PreviewSqlData | undefined> {
  const opened = await findOpened(session, params.project);
  if (opened === undefined) return undefined;
  const { project, snapshot } = opened;
  const options = {
    dialect: dialectOfUrl(project.url),
    version: snapshot.settings.postgresVersion,
    convention: snapshot.naming,
  };
  const found = staticPreview(snapshot, revision.id, params.direction, options);
  if (found === undefined) return undefined;
  return { text: readSqlText(project.name, revision, params.direction, { ...found, failure }) };
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
