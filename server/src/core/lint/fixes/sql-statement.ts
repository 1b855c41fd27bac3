/** Changes of SQL statements that stand alone in their string: other words, other statements in their place, none. */

import type { Migration } from '../../history/migration.ts';
import type { Operation } from '../../operations/operation.ts';
import { type Edit, replacement } from '../../text/edit.ts';
import { contains, slice } from '../../text/span.ts';
import { execute } from './code.ts';
import { endOfLine, standsAlone, startOfLine } from './statement.ts';

/** Whether the operation is the only one of its SQL string, and the string's call the whole Python statement. */
export function isAlone({ text }: Migration, { origin, span }: Operation): boolean {
  if (origin.kind !== 'sql' || origin.count > 1 || origin.part !== undefined) return false;
  return standsAlone(text, origin.call) && contains(origin.call.statement, span);
}

/** The words that the pattern finds in the statement, replaced; nothing where it doesn't find them. */
export function rewrite(
  { text }: Migration,
  { span, origin }: Operation,
  pattern: RegExp,
  words: string,
): readonly Edit[] {
  if (origin.kind !== 'sql' || !contains(origin.call.span, span)) return [];
  const found = pattern.exec(slice(text, span));
  if (found === null) return [];
  const start = span.start + found.index;
  return [replacement({ start, end: start + found[0].length }, words)];
}

/** SQL statements in place of the operation's, each in a call of its own; a comment behind the call stays behind the last. */
export function replaceBySql(
  migration: Migration,
  operation: Operation,
  statements: readonly string[],
): readonly Edit[] {
  const { style } = migration;
  const { call } = operation.origin;
  if (style.op === undefined || !isAlone(migration, operation)) return [];
  const op = style.op;
  const code = statements.map((sql) => execute(style, op, sql)).join(style.newline + call.indent);
  return [replacement(call.span, code)];
}

/** Takes the whole Python statement away, and leaves `pass` where nothing else stands in its block. */
export function removeStatement({ text, style }: Migration, { origin }: Operation): readonly Edit[] {
  const { call } = origin;
  if (!standsAlone(text, call) || (origin.kind === 'sql' && origin.count > 1)) return [];
  const start = startOfLine(text, call.statement.start);
  const end = endOfLine(text, call.statement.end);
  if (isOnlyOfBlock(text.slice(0, start), text.slice(end), call.indent)) {
    return [replacement({ start: start + call.indent.length, end }, 'pass')];
  }
  const lineBreak = text.startsWith(style.newline, end) ? style.newline.length : 0;
  return [replacement({ start, end: end + lineBreak }, '')];
}

function isOnlyOfBlock(before: string, after: string, indent: string): boolean {
  const isCode = (line: string) => line.trim() !== '' && !line.trim().startsWith('#');
  const previous = before.split('\n').findLast(isCode) ?? '';
  const next = after.split('\n').find(isCode) ?? '';
  return /:[ \t]*(#.*)?\r?$/.test(previous) && !next.startsWith(indent);
}
