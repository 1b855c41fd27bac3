/**
 * PostgreSQL's own grammar, loaded as WebAssembly. The library looks for `libpg-query.wasm` in the folder of the running
 * script: its own folder in node_modules, or the folder of our bundle.
 */

import type { SqlParseResult, SqlParser } from '../core/sql/parser.ts';

type Library = typeof import('./sql-library.ts');

/** UTF-16 units. Parsing takes about 1 ms per KB of a long VALUES list, which an editor notices beyond this. */
export const longestSql = 128 * 1024;

let loading: Promise<SqlParser> | undefined;

/** Loads the grammar once. Where it can't be loaded, the parser answers every text with the reason. */
export function loadSqlParser(): Promise<SqlParser> {
  loading ??= load();
  return loading;
}

async function load(): Promise<SqlParser> {
  try {
    const library = await import('./sql-library.ts');
    await library.loadLibrary();
    return { parse: (sql) => parse(library, sql) };
  } catch (cause) {
    const error = { message: `PostgreSQL's grammar could not be loaded: ${messageOf(cause)}`, cursor: 0 };
    return { parse: () => ({ error }) };
  }
}

function parse(library: Library, sql: string): SqlParseResult {
  const refusal = refuse(sql);
  if (refusal) return { error: refusal };
  if (sql === '') return { statements: [] };
  try {
    const { stmts = [] } = library.parseSync(replaceLoneSurrogates(sql));
    const statements = stmts.flatMap(({ stmt, stmt_location, stmt_len }) =>
      stmt ? [{ node: stmt, location: stmt_location ?? 0, length: stmt_len ?? 0 }] : [],
    );
    return { statements };
  } catch (cause) {
    if (library.hasSqlDetails(cause)) {
      return { error: { message: cleanMessage(cause.message), cursor: cause.sqlDetails?.cursorPosition ?? 0 } };
    }
    // The tree is too deep for the stack of the WebAssembly code or of JSON.parse; both recover.
    if (cause instanceof RangeError) return { error: { message: 'it is nested too deeply', cursor: 0 } };
    return { error: { message: messageOf(cause), cursor: 0 } };
  }
}

/** What the library would stall on or silently cut short. */
function refuse(sql: string): { message: string; cursor: number } | undefined {
  if (sql.length > longestSql) {
    const size = Math.ceil(sql.length / 1024);
    return { message: `it is ${size} KB long, and only SQL up to ${longestSql / 1024} KB is read`, cursor: 0 };
  }
  const nul = sql.indexOf('\0');
  if (nul < 0) return undefined;
  return { message: 'it holds a NUL character, which PostgreSQL refuses', cursor: [...sql.slice(0, nul)].length };
}

/** Half of a surrogate pair has no UTF-8; the replacement character has its length in UTF-16 and in bytes. */
function replaceLoneSurrogates(sql: string): string {
  return sql.replace(/\p{Surrogate}/gu, '\ufffd');
}

function cleanMessage(message: string): string {
  if (message.startsWith('memory exhausted')) return 'it is nested too deeply';
  // What is unterminated is quoted to the end of the text.
  return message.length > 120 ? `${message.slice(0, 100)}…"` : message;
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
