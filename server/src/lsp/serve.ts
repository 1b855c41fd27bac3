/** Starts the language server on this process's own streams. */

import process from 'node:process';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { startServer } from './server.ts';

/** Serves LSP on standard input and output until the client ends the connection. */
export function serve(): Promise<void> {
  const connection = createConnection(ProposedFeatures.all, process.stdin, process.stdout);
  startServer(connection);
  return new Promise((resolve) => connection.onExit(() => resolve()));
}
