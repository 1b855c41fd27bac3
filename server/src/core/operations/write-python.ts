/** Python source in the author's style. A piece that can't be written is `undefined` and makes the whole so. */

import type { Style } from './function.ts';
import { isKnown, type Maybe, type TableName } from './operation.ts';

/** A written piece; `undefined`: it can't be written; `false`: it isn't given and is left out. */
export type Piece = string | undefined | false;

/** `callee(a, b)` on one line. */
export function call(callee: string | undefined, args: readonly Piece[]): string | undefined {
  const written = given(args);
  return callee === undefined || written === undefined ? undefined : `${callee}(${written.join(', ')})`;
}

/** `callee(` … `)` with an argument per line. */
export function tallCall(callee: string | undefined, args: readonly Piece[], style: Style): string | undefined {
  const written = given(args);
  if (callee === undefined || written === undefined) return undefined;
  return [`${callee}(`, ...written.map((one) => `${style.indent}${one},`), ')'].join('\n');
}

/** A statement that calls `op.<verb>`; undefined where `alembic.op` isn't imported. */
export function opCall(style: Style, verb: string, args: readonly Piece[]): readonly string[] | undefined {
  const written = call(onOp(style, verb), args);
  return written === undefined ? undefined : [written];
}

/** A statement that runs SQL. */
export function executeSql(style: Style, sql: string): readonly string[] | undefined {
  return opCall(style, 'execute', [string(escapeBinds(sql), style)]);
}

/** `op.<verb>`. */
export function onOp(style: Style, verb: string): string | undefined {
  return style.op === undefined ? undefined : `${style.op}.${verb}`;
}

/** `sa.<name>`. */
export function onSa(style: Style, name: string): string | undefined {
  return style.sa === undefined ? undefined : `${style.sa}.${name}`;
}

/** A keyword argument; left out where the value is. */
export function keyword(name: string, value: Piece): Piece {
  return value === false || value === undefined ? value : `${name}=${value}`;
}

/** `schema=…` where the table has one. */
export function schemaArgument(table: TableName | { readonly schema?: string | undefined }, style: Style): Piece {
  return keyword('schema', table.schema !== undefined && string(table.schema, style));
}

/** A string literal in the author's quotes; the other ones where that saves escaping. */
export function string(text: string, style: Style): string {
  const other = style.quote === '"' ? "'" : '"';
  const quote = text.includes(style.quote) && !text.includes(other) ? other : style.quote;
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll(quote, `\\${quote}`);
  return `${quote}${escaped}${quote}`;
}

export function boolean(value: boolean): string {
  return value ? 'True' : 'False';
}

export function strings(items: readonly string[], style: Style): string {
  return `[${items.map((one) => string(one, style)).join(', ')}]`;
}

/** A value as `write` spells it; what isn't known as the author wrote it; left out where it isn't given. */
export function maybe<T>(value: Maybe<T> | undefined, write: (value: T) => string | undefined): Piece {
  if (value === undefined) return false;
  return isKnown(value) ? write(value.value) : value.source;
}

/** The name of a constraint or index, where `None` asks for the default. */
export function nameOrNone(name: Maybe<string> | undefined, style: Style): Piece {
  return name === undefined ? 'None' : maybe(name, (it) => string(it, style));
}

/** `sa.text("…")`. */
export function text(sql: string, style: Style): string | undefined {
  return call(onSa(style, 'text'), [string(escapeBinds(sql), style)]);
}

/** SQL for `sqlalchemy.text()`: what would read as a bind parameter there gets its backslash. */
export function escapeBinds(sql: string): string {
  return sql.replace(/(?<![:\w\\]):(?=\w)(?!\w+:)/g, '\\:');
}

function given(pieces: readonly Piece[]): readonly string[] | undefined {
  const written: string[] = [];
  for (const piece of pieces) {
    if (piece === undefined) return undefined;
    if (piece !== false) written.push(piece);
  }
  return written;
}
