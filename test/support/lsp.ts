/** The language server on a pair of streams, and a client that speaks to it as an editor does. */

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';

import {
  createConnection,
  createProtocolConnection,
  type Diagnostic,
  type InitializeResult,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { URI } from 'vscode-uri';
import { startServer } from '../../server/src/lsp/server.ts';

export interface Editor {
  readonly folder: string;
  readonly connection: ProtocolConnection;
  readonly initialized: InitializeResult;
  uri(file: string): string;
  open(file: string, text: string): Promise<void>;
  /** Replaces the whole text. */
  change(file: string, text: string): Promise<void>;
  save(file: string): Promise<void>;
  closeFile(file: string): Promise<void>;
  /** Says that files changed on disk. */
  touched(...files: string[]): Promise<void>;
  /** The last diagnostics received for the file; undefined when none ever came. */
  last(file: string): Diagnostic[] | undefined;
  /** Resolves with the file's diagnostics as soon as they satisfy the condition. */
  diagnostics(file: string, condition?: (found: Diagnostic[]) => boolean): Promise<Diagnostic[]>;
  end(): Promise<void>;
}

/** Long enough for a loaded machine; a test that needs it has failed. Milliseconds. */
const patience = 15_000;

/** Writes the files into a new folder, which `prepare` may add to, and opens it in a new server. */
export async function openEditor(
  files: Readonly<Record<string, string>>,
  settings: unknown = {},
  { prepare, trusted }: { prepare?(folder: string): Promise<void>; readonly trusted?: boolean } = {},
): Promise<Editor> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'ag-lsp-'));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  await prepare?.(folder);
  const up = new PassThrough();
  const down = new PassThrough();
  startServer(createConnection(new StreamMessageReader(up), new StreamMessageWriter(down)));
  const connection = createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
  const received = new Map<string, Diagnostic[]>();
  const listeners = new Set<() => void>();
  connection.onNotification('textDocument/publishDiagnostics', ({ uri, diagnostics }) => {
    received.set(uri, diagnostics);
    for (const listener of listeners) listener();
  });
  connection.onRequest('client/registerCapability', () => null);
  connection.listen();

  const uri = (file: string) => URI.file(path.join(folder, file)).toString();
  const ready = new Promise<void>((resolve) => {
    connection.onNotification('alembicGuard/projectsChanged', () => resolve());
  });
  const initialized: InitializeResult = await connection.sendRequest('initialize', {
    processId: null,
    rootUri: null,
    capabilities: { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } },
    workspaceFolders: [{ uri: URI.file(folder).toString(), name: 'test' }],
    initializationOptions: { settings, docs: 'file:///docs', trusted },
  });
  await connection.sendNotification('initialized', {});
  await ready;

  let version = 0;
  return {
    folder,
    connection,
    initialized,
    uri,
    open: (file, text) =>
      connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri: uri(file), languageId: 'python', version: ++version, text },
      }),
    change: (file, text) =>
      connection.sendNotification('textDocument/didChange', {
        textDocument: { uri: uri(file), version: ++version },
        contentChanges: [{ text }],
      }),
    save: (file) => connection.sendNotification('textDocument/didSave', { textDocument: { uri: uri(file) } }),
    closeFile: (file) => connection.sendNotification('textDocument/didClose', { textDocument: { uri: uri(file) } }),
    touched: (...names) =>
      connection.sendNotification('workspace/didChangeWatchedFiles', {
        changes: names.map((name) => ({ uri: uri(name), type: 2 })),
      }),
    last: (file) => received.get(uri(file)),
    diagnostics: (file, condition = (found) => found.length > 0) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          listeners.delete(check);
          reject(new Error(`no such diagnostics for ${file}; last: ${JSON.stringify(received.get(uri(file)))}`));
        }, patience);
        const check = () => {
          const found = received.get(uri(file));
          if (found === undefined || !condition(found)) return;
          clearTimeout(timer);
          listeners.delete(check);
          resolve(found);
        };
        listeners.add(check);
        check();
      }),
    async end() {
      await connection.sendRequest('shutdown');
      connection.dispose();
      up.destroy();
      down.destroy();
      await rm(folder, { recursive: true });
    },
  };
}
