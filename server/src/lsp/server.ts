/** The language server: its capabilities, and which file handles which method. */

import path from 'node:path';
import process from 'node:process';
import {
  CodeActionKind,
  type Connection,
  DidChangeConfigurationNotification,
  type InitializeResult,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { URI } from 'vscode-uri';
import manifest from '../../../package.json' with { type: 'json' };
import { pageAddress } from '../workspace/page-address.ts';
import { loadSqlParser } from '../workspace/sql-parser.ts';
import { uriOf } from './convert.ts';
import type { Handler } from './handler.ts';
import { codeAction } from './handlers/code-action.ts';
import { databaseState } from './handlers/database-state.ts';
import { definition } from './handlers/definition.ts';
import { documents as documentHandlers } from './handlers/documents.ts';
import { hover } from './handlers/hover.ts';
import { plan } from './handlers/plan.ts';
import { previewSql } from './handlers/preview-sql.ts';
import { projects } from './handlers/projects.ts';
import { run } from './handlers/run.ts';
import { discover, watch, workspace as workspaceHandlers } from './handlers/workspace.ts';
import { createPublisher } from './publish.ts';
import { createSession } from './session.ts';

const handlers: readonly Handler[] = [
  documentHandlers,
  workspaceHandlers,
  codeAction,
  hover,
  definition,
  projects,
  plan,
  databaseState,
  previewSql,
  run,
];

/** Serves the connection until it ends. */
export function startServer(connection: Connection): void {
  const documents = new TextDocuments(TextDocument);
  let docs: string | undefined;
  const session = createSession({
    connection,
    documents,
    parser: loadSqlParser(),
    page: (rule) => rulePage(rule, docs),
  });
  const publisher = createPublisher(session);

  connection.onInitialize((params): InitializeResult => {
    const options: { settings?: unknown; docs?: string; trusted?: boolean } = params.initializationOptions ?? {};
    session.settings = options.settings ?? {};
    // Other editors know no such thing.
    session.trusted = options.trusted ?? true;
    docs = options.docs;
    const roots = params.workspaceFolders?.map((folder) => folder.uri) ?? (params.rootUri ? [params.rootUri] : []);
    const { workspace } = params.capabilities;
    if (workspace?.configuration === true) {
      session.settingsOf = async (folder) =>
        (await connection.workspace.getConfiguration({ scopeUri: uriOf(folder), section: 'alembicGuard' })) ??
        session.settings;
    }
    connection.onInitialized(async () => {
      if (workspace?.didChangeConfiguration?.dynamicRegistration === true) {
        await connection.client.register(DidChangeConfigurationNotification.type, {});
      }
      await discover(session, publisher, roots);
      if (workspace?.didChangeWatchedFiles?.dynamicRegistration === true) await watch(session);
    });
    return {
      serverInfo: { name: manifest.name, version: manifest.version },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
        hoverProvider: true,
        definitionProvider: true,
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
    };
  });

  for (const register of handlers) register(session, publisher);
  documents.listen(connection);
  connection.listen();
}

/** The rule's page: below `homepage` once the package has one, else the packaged file. */
function rulePage(rule: string, docs: string | undefined): string | undefined {
  const address = pageAddress(rule, manifest);
  if (address !== undefined) return address;
  if (docs !== undefined) return `${docs.replace(/\/$/, '')}/${rule}.md`;
  // The running script is server/dist/*.cjs of the package.
  const script = process.argv[1];
  if (script === undefined) return undefined;
  return URI.file(path.resolve(path.dirname(script), '..', '..', 'docs', 'rules', `${rule}.md`)).toString();
}
