/** Names inside of SQL text: whether one is there, and another in its place. */

import type { QualifiedName } from './name.ts';

/** Whether SQL names the column outside of string literals. */
export function mentions(sql: string, column: string): boolean {
  return replaceIdentifier(sql, column, '\u0000').includes('\u0000');
}

/** Replaces a name, bare or in double quotes, outside of string literals. */
export function replaceIdentifier(sql: string, from: string, to: string): string {
  return sql.replace(word, (token: string, quoted?: string) => (named(token, quoted) === from ? written(to) : token));
}

/** Replaces the name of a table or view, with or without its schema, by the new one; the schema is written if it is another. */
export function replaceRelation(sql: string, from: QualifiedName, to: QualifiedName): string {
  const schema = (name: QualifiedName) => name.schema ?? 'public';
  const moved = schema(from) !== schema(to);
  let before: { readonly text: string; readonly name: string | undefined; readonly end: number } | undefined;
  let result = '';
  let done = 0;
  for (const match of sql.matchAll(word)) {
    const name = named(match[0], match[1]);
    const dot = before && /^\s*\.\s*$/.test(sql.slice(before.end, match.index)) ? before : undefined;
    const end = match.index + match[0].length;
    if (name === from.name && (dot === undefined || dot.name === schema(from))) {
      const start = dot === undefined ? match.index : dot.end - dot.text.length;
      const isWritten = dot !== undefined || moved;
      result += `${sql.slice(done, start)}${isWritten ? `${written(schema(to))}.` : ''}${written(to.name)}`;
      done = end;
    }
    before = { text: match[0], name, end };
  }
  return result + sql.slice(done);
}

/** String literals, names in quotes, and words. */
const word = /'(?:[^']|'')*'|"((?:[^"]|"")*)"|[\p{L}_][\p{L}\p{N}_$]*/gu;

/** The name that a token stands for; undefined for a literal. */
function named(token: string, quoted: string | undefined): string | undefined {
  if (quoted !== undefined) return quoted.replaceAll('""', '"');
  return token.startsWith("'") ? undefined : token.toLowerCase();
}

function written(name: string): string {
  return /^[a-z_][a-z0-9_$]*$/.test(name) || name === '\u0000' ? name : `"${name.replaceAll('"', '""')}"`;
}
