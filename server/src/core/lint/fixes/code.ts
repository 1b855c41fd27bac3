/** Small pieces of Python and SQL as fixes write them, in the author's style. */

import type { Style } from '../../operations/function.ts';
import { string } from '../../operations/write-python.ts';
import type { QualifiedName } from '../../schema/catalogue.ts';
import type { Span } from '../../text/span.ts';

/** PostgreSQL keeps 63 bytes of a name. */
const longestName = 63;

/** Words that PostgreSQL wants quoted as a table, column or constraint name. */
const reserved: ReadonlySet<string> = new Set(
  `all analyse analyze and any array as asc asymmetric authorization between both case cast check collate column
   concurrently constraint create cross current_date current_role current_time current_timestamp current_user default
   deferrable desc distinct do else end except false fetch for foreign freeze from full grant group having ilike in
   initially inner intersect into is isnull join lateral leading left like limit localtime localtimestamp natural not
   notnull null offset on only or order outer overlaps placing primary references returning right select session_user
   similar some symmetric table then to trailing true union unique user using variadic verbose when where window
   with`.split(/\s+/),
);

/** A name in SQL, quoted where it must be. */
export function identifier(name: string): string {
  const plain = /^[a-z_][a-z0-9_$]*$/.test(name) && !reserved.has(name);
  return plain ? name : `"${name.replaceAll('"', '""')}"`;
}

export function tableInSql({ schema, name }: QualifiedName): string {
  return schema === undefined ? identifier(name) : `${identifier(schema)}.${identifier(name)}`;
}

/** A name made of parts, cut so that PostgreSQL keeps the whole of it. */
export function constraintName(...parts: readonly string[]): string {
  const last = parts.at(-1) ?? '';
  const head = parts.slice(0, -1).join('_');
  return `${head.slice(0, longestName - 1 - last.length)}_${last}`;
}

/** A Python string in the author's quotes. */
export function literal(style: Style, value: string): string {
  return string(value, style);
}

/** A value for a literal that stands in the text: in the quotes that are there. */
export function sameQuotes(text: string, at: Span, value: string): string {
  const quote = text[at.start] === "'" ? "'" : '"';
  return quote + value + quote;
}

/** `op.execute("…")` for one SQL statement. */
export function execute(style: Style, op: string, sql: string): string {
  return `${op}.execute(${literal(style, sql)})`;
}

/** The lines of an `autocommit_block()` around code, which has no indentation of its own. */
export function autocommit(style: Style, op: string, code: readonly string[]): readonly string[] {
  return [`with ${op}.get_context().autocommit_block():`, ...code.map((line) => style.indent + line)];
}

/** `, schema="x"` for a table in a schema, else nothing. */
export function schemaArgument(style: Style, { schema }: QualifiedName): string {
  return schema === undefined ? '' : `, schema=${literal(style, schema)}`;
}

/** The prefix and the quotes of the Python string literal that holds the offset, e.g. `r` and `"`; undefined where none does. */
export function stringAt(
  text: string,
  offset: number,
): { readonly prefix: string; readonly quote: string } | undefined {
  const token =
    /#[^\n]*|([a-zA-Z]{0,2})(?:("""|''')[\s\S]*?(?:(?<!\\)\2|$)|"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*')/g;
  for (const match of text.matchAll(token)) {
    if (match.index > offset) return undefined;
    const [whole, prefix = '', long] = match;
    if (offset >= match.index + whole.length) continue;
    return whole.startsWith('#') ? undefined : { prefix, quote: long ?? whole.charAt(prefix.length) };
  }
  return undefined;
}
