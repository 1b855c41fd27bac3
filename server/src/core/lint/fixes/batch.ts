/** Taking a call out of its batch block, since a concurrent build or an autocommit block can't stand in one. */

import type { Migration } from '../../history/migration.ts';
import type { CallSite, Operation, TableName } from '../../operations/operation.ts';
import { type Edit, insertion, replacement } from '../../text/edit.ts';
import type { Span } from '../../text/span.ts';
import { literal } from './code.ts';
import {
  edited,
  endOfLine,
  indentAt,
  inOrder,
  linesOutsideStrings,
  reindent,
  setArguments,
  standsAlone,
  startOfLine,
} from './statement.ts';

export type Batch = NonNullable<Operation['circumstance']['batch']>;

/** Where lines around a batch block go. */
export function placeOf(text: string, batch: Batch): { readonly statement: Span; readonly indent: string } {
  const start = startOfLine(text, batch.span.start);
  const indent = indentAt(text, batch.span.start);
  return { statement: { start, end: endOfBlock(text, start, batch.span.end, indent) }, indent };
}

/** Where the block's last statement ends: before the first line that is not indented deeper than its `with`. */
function endOfBlock(text: string, start: number, headerEnd: number, indent: string): number {
  let end = endOfLine(text, headerEnd);
  for (const offset of linesOutsideStrings(text.slice(start))) {
    const at = start + offset;
    if (at <= headerEnd) continue;
    const line = text.slice(at, endOfLine(text, at));
    if (line.trim() === '') continue;
    if (!line.startsWith(indent) || !/^[ \t]/.test(line.slice(indent.length))) break;
    end = at + line.length;
  }
  return end;
}

/** Arguments to be set, as `name` and source of the value. */
export type Values = readonly (readonly [name: string, value: string])[];

/**
 * The batch call as a call of `op`, with the table's name as second argument, at no indentation.
 * @param values arguments to be set besides
 * @param edits further changes of the call
 */
export function asOperation(
  migration: Migration,
  { op, call, table }: { readonly op: string; readonly call: CallSite; readonly table: TableName },
  values: Values,
  edits: readonly Edit[] = [],
): string {
  const { text, style } = migration;
  const [first] = inOrder(call);
  const name = literal(style, table.name);
  const receiver = replacement({ start: call.span.start, end: call.span.start + call.receiver.length }, op);
  const positional = first !== undefined && !first.keyword;
  const all: Values = [
    ...(positional ? [] : [['table_name', name] as const]),
    ...(table.schema === undefined ? [] : [['schema', literal(style, table.schema)] as const]),
    ...values,
  ];
  const second = positional ? [insertion(first.span.end, `, ${name}`)] : [];
  const code = edited(text, call.statement, [receiver, ...second, ...edits, ...setArguments(text, call, all)]);
  const inner = new RegExp(`\\b${call.receiver}\\.f\\(`, 'g');
  return reindent(code, call.indent, '').replace(inner, `${op}.f(`);
}

/** Removes the call from its batch block and puts code after the block; in its place, where the block held nothing else. */
export function moveOut(migration: Migration, call: CallSite, batch: Batch, code: string): readonly Edit[] {
  const { text, style } = migration;
  if (!standsAlone(text, call)) return [];
  const { statement, indent } = placeOf(text, batch);
  const moved = reindent(code, '', indent);
  if (isOnlyStatement(text, call, statement)) return [replacement(statement, moved)];
  const line = { start: startOfLine(text, call.statement.start), end: endOfLine(text, call.statement.end) };
  const lineBreak = text.startsWith(style.newline, line.end) ? style.newline.length : 0;
  const isLast = line.end >= statement.end;
  const removal = isLast
    ? replacement({ start: endOfLine(text, line.start - 1), end: line.end }, '')
    : replacement({ start: line.start, end: line.end + lineBreak }, '');
  return [removal, insertion(statement.end, style.newline + moved)];
}

function isOnlyStatement(text: string, call: CallSite, block: Span): boolean {
  const before = text.slice(block.start, call.statement.start);
  const after = text.slice(call.statement.end, block.end);
  return /:[ \t]*(#[^\n]*)?\s*$/.test(before) && after.trim() === '';
}
