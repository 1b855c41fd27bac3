/** Wraps a handler, so that a fault in one request is logged and answered with nothing, and the server goes on. */

import type { Connection } from 'vscode-languageserver';

export function guard<P, R>(
  connection: Connection,
  name: string,
  empty: R,
  handler: (params: P) => R | Promise<R>,
): (params: P) => Promise<R> {
  return async (params) => {
    try {
      return await handler(params);
    } catch (error) {
      const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
      connection.console.error(`alembic-guard: ${name} failed, which is a bug of ours: ${detail}`);
      return empty;
    }
  };
}
