/** The connection to the language server: started when needed, restarted by command, its log in our channel. */

import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { type LogData, methods, type RunProgressData } from '../../server/src/protocol/messages.ts';
import { serverFlags } from '../../server/src/protocol/server-flags.ts';
import { checkingSettings } from './checking-settings.ts';
import { withTyping } from './type-here.ts';

export interface Server extends vscode.Disposable {
  /** Starts the server unless it runs. */
  start(): Promise<void>;
  restart(): Promise<void>;
  /** Undefined while there is no server, and when it fails, which the log tells. */
  request<Result>(method: string, params?: unknown, token?: vscode.CancellationToken): Promise<Result | undefined>;
  notify(method: string, params: unknown): void;
  /** Asks for a start of everything, as if a project had been found. */
  requestStart(): void;
  readonly onDidRequestStart: vscode.Event<void>;
  readonly onDidChangeProjects: vscode.Event<void>;
  readonly onDidReportProgress: vscode.Event<RunProgressData>;
}

export function createServer(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): Server {
  const requested = new vscode.EventEmitter<void>();
  const changed = new vscode.EventEmitter<void>();
  const progress = new vscode.EventEmitter<RunProgressData>();
  let client: LanguageClient | undefined;
  let starting: Promise<void> | undefined;

  const launch = async () => {
    const made = await createClient(context, log);
    made.onNotification(methods.projectsChanged, () => changed.fire());
    made.onNotification(methods.runProgress, (data: RunProgressData) => progress.fire(data));
    made.onNotification(methods.log, ({ level, message }: LogData) =>
      log[level === 'warning' ? 'warn' : level](message),
    );
    await made.start();
    client = made;
  };
  const trust = vscode.workspace.onDidGrantWorkspaceTrust(() => void client?.sendNotification(methods.trusted));
  const start = () =>
    (starting ??= launch().catch((error) => {
      starting = undefined;
      throw error;
    }));

  return {
    start,
    async restart() {
      if (client === undefined) return start();
      await client.restart();
      changed.fire();
    },
    async request(method, params, token) {
      if (starting === undefined) return undefined;
      try {
        await starting;
        return await client?.sendRequest(method, params, token ?? new vscode.CancellationTokenSource().token);
      } catch (error) {
        if (token?.isCancellationRequested !== true) log.error(`${method}: ${String(error)}`);
        return undefined;
      }
    },
    notify: (method, params) => void client?.sendNotification(method, params),
    requestStart: () => requested.fire(),
    onDidRequestStart: requested.event,
    onDidChangeProjects: changed.event,
    onDidReportProgress: progress.event,
    dispose() {
      for (const each of [requested, changed, progress, trust]) each.dispose();
      void client?.dispose();
    },
  };
}

/** The library is large, so it is loaded only here. */
async function createClient(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): Promise<LanguageClient> {
  const { LanguageClient, TransportKind } = await import('./language-client.ts');
  const module = context.asAbsolutePath('server/dist/server.cjs');
  const patterns = ['**/*.ini', '**/pyproject.toml', '**/alembic-guard.toml'];
  return new LanguageClient(
    'alembicGuard',
    'Alembic Guard',
    { module, transport: TransportKind.ipc, options: { execArgv: [...serverFlags] } },
    {
      documentSelector: [
        { scheme: 'file', language: 'python' },
        ...patterns.map((pattern) => ({ scheme: 'file', pattern })),
      ],
      outputChannel: log,
      diagnosticCollectionName: 'alembic-guard',
      // Of our settings the server gets those that concern checking; how Alembic is run comes with each request.
      middleware: {
        provideCodeActions: async (document, range, context, token, next) =>
          (await next(document, range, context, token))?.map((action) => withTyping(document.uri, action)),
        workspace: {
          configuration: (params, token, next) =>
            params.items.every(({ section }) => section === 'alembicGuard')
              ? params.items.map(({ scopeUri }) => checkingSettings(scopeUri))
              : next(params, token),
        },
      },
      initializationOptions: () => ({
        settings: checkingSettings(),
        trusted: vscode.workspace.isTrusted,
        docs: vscode.Uri.joinPath(context.extensionUri, 'docs', 'rules').toString(),
      }),
    },
  );
}
