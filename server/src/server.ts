/** The language server's process: the transport is chosen by its arguments (`--node-ipc`, `--stdio`). */

import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { startServer } from './lsp/server.ts';

startServer(createConnection(ProposedFeatures.all));
