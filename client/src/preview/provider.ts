/** SQL previews: read-only documents, made again when a file of theirs is saved. */

import * as vscode from 'vscode';

import { methods, type PreviewSqlData, type PreviewSqlParams } from '../../../server/src/protocol/messages.ts';
import type { Model } from '../model.ts';
import type { Server } from '../server.ts';
import { runnerOf } from '../settings.ts';
import { parsePreviewQuery, previewPath, previewQuery, previewScheme } from './location.ts';

export interface SqlPreview extends vscode.Disposable {
  uriOf(project: string, revisions: readonly string[], direction: 'upgrade' | 'downgrade'): vscode.Uri;
  show(project: string, revisions: readonly string[], direction: 'upgrade' | 'downgrade'): Promise<void>;
}

export function createSqlPreview(server: Server, model: Model, log: vscode.LogOutputChannel): SqlPreview {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const provider: vscode.TextDocumentContentProvider = {
    onDidChange: changed.event,
    provideTextDocumentContent: (uri, token) => content(uri, token, server, model, log),
  };
  const refresh = (saved: vscode.TextDocument) => {
    const found = model.revisionAt(saved.uri);
    if (found === undefined) return;
    for (const { uri } of vscode.workspace.textDocuments) {
      const subject = uri.scheme === previewScheme ? parsePreviewQuery(uri.query) : undefined;
      if (subject?.project === found.project.id && subject.revisions.includes(found.revision.id)) changed.fire(uri);
    }
  };
  const subscriptions = [
    changed,
    vscode.workspace.registerTextDocumentContentProvider(previewScheme, provider),
    vscode.workspace.onDidSaveTextDocument(refresh),
  ];
  const uriOf: SqlPreview['uriOf'] = (project, revisions, direction) => {
    const subject = { project, revisions, direction };
    return vscode.Uri.from({ scheme: previewScheme, path: previewPath(subject), query: previewQuery(subject) });
  };
  return {
    uriOf,
    async show(project, revisions, direction) {
      const uri = uriOf(project, revisions, direction);
      const open = vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri.toString());
      if (open) changed.fire(uri);
      const location = vscode.ProgressLocation.Window;
      await vscode.window.withProgress({ location, title: 'Alembic prints the SQL…' }, async () => {
        const document = await vscode.workspace.openTextDocument(uri);
        await vscode.window.showTextDocument(document, { preview: true, viewColumn: vscode.ViewColumn.Beside });
      });
    },
    dispose: () => subscriptions.forEach((subscription) => void subscription.dispose()),
  };
}

/** One revision after the other; the first that can't be shown ends the document. */
async function content(
  uri: vscode.Uri,
  token: vscode.CancellationToken,
  server: Server,
  model: Model,
  log: vscode.LogOutputChannel,
): Promise<string> {
  const subject = parsePreviewQuery(uri.query);
  await model.ready();
  const project = subject && model.project(subject.project);
  if (subject === undefined || project === undefined) return '-- The project of this preview is no longer there.\n';
  const runner = await runnerOf(project, log);
  const texts: string[] = [];
  for (const revision of subject.revisions) {
    const params: PreviewSqlParams = { project: project.id, runner, revision, direction: subject.direction };
    const data = await server.request<PreviewSqlData>(methods.previewSql, params, token);
    texts.push(data?.text ?? '-- The language server is not running.\n');
    if (data === undefined || data.failure !== undefined || token.isCancellationRequested) break;
  }
  return texts.join('\n');
}
