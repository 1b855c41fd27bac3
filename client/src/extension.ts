/** Where VS Code enters: puts the parts together, cheaply, and starts the server once a project may be there. */

import * as vscode from 'vscode';

import type { FailureData } from '../../server/src/protocol/messages.ts';
import type { Api } from './api.ts';
import { registerCommands } from './commands/register.ts';
import { mayBelongToProject, mayHoldProject } from './detect.ts';
import { createModel, type Model } from './model.ts';
import { createSqlPreview } from './preview/provider.ts';
import { createRevisionsView } from './revisions/view.ts';
import { showFailure } from './run/failure.ts';
import { createServer } from './server.ts';
import type { Services } from './services.ts';
import { createStatus } from './status.ts';
import { registerTyping } from './type-here.ts';

export function activate(context: vscode.ExtensionContext): Api {
  const began = performance.now();
  const log = vscode.window.createOutputChannel('Alembic Guard', { log: true });
  const server = createServer(context, log);
  const model = createModel(server, log);
  const view = createRevisionsView(model);
  const preview = createSqlPreview(server, model, log);
  const services: Services = { context, log, server, model, view, preview };
  const commands = registerCommands(services);
  context.subscriptions.push(
    log,
    server,
    model,
    view,
    preview,
    commands,
    createStatus(model),
    registerTyping(),
    startWhenNeeded(services),
  );
  return {
    activationMilliseconds: performance.now() - began,
    ready: () => model.ready(),
    snapshot: () => view.snapshot(),
    databaseState: (project) => model.refreshDatabase(project),
    migrate: commands.migrate,
    previewUri: (project, revision, direction) => preview.uriOf(project, [revision], direction),
  };
}

/** Looks once at the folders and then at each Python file that is opened, until there is reason to start. */
function startWhenNeeded({ server, model, log }: Services): vscode.Disposable {
  const listeners: vscode.Disposable[] = [];
  let started = false;
  const start = (reason: string) => {
    if (started) return;
    started = true;
    for (const listener of listeners) listener.dispose();
    log.info(`Starting: ${reason}`);
    void vscode.commands.executeCommand('setContext', 'alembicGuard.enabled', true);
    void model.start().then(
      () => readDatabases(model),
      (error) => showFailure(log, notStarted(error), ''),
    );
  };
  const look = async () => {
    const reason = await mayHoldProject(vscode.workspace.workspaceFolders ?? []);
    if (reason !== undefined) start(reason);
  };
  const lookAt = async (document: vscode.TextDocument) => {
    if (!started && (await mayBelongToProject(document))) start(`${document.uri.fsPath} looks like a migration`);
  };
  listeners.push(
    vscode.workspace.onDidChangeWorkspaceFolders(look),
    vscode.workspace.onDidOpenTextDocument(lookAt),
    server.onDidRequestStart(() => start('a command')),
  );
  void look().then(() => Promise.all(vscode.workspace.textDocuments.map(lookAt)));
  return { dispose: () => listeners.forEach((listener) => void listener.dispose()) };
}

function notStarted(error: unknown): FailureData {
  const cause = error instanceof Error ? error.message : String(error);
  const next = 'Alembic: Restart Language Server tries again.';
  return { code: 'server-not-started', message: `The language server could not be started: ${cause}.`, next };
}

/** Only where the user has asked for it: reading a database runs `env.py`. */
async function readDatabases(model: Model): Promise<void> {
  const when = vscode.workspace.getConfiguration('alembicGuard').get('databaseState.refresh');
  if (when !== 'onStartup' || !vscode.workspace.isTrusted) return;
  for (const { id } of model.projects()) await model.refreshDatabase(id);
}
