/** A statement that goes, with `pass` in its place where nothing else is left. */

import type { Migration } from '../../history/migration.ts';
import type { CallSite } from '../../operations/operation.ts';
import { type Edit, replacement } from '../../text/edit.ts';
import { slice } from '../../text/span.ts';
import { type Batch, placeOf } from './batch.ts';
import { endOfLine, standsAlone, startOfLine } from './statement.ts';

export function removeStatement(
  { text, style, functions }: Migration,
  call: CallSite,
  batch: Batch | undefined,
): readonly Edit[] {
  if (!standsAlone(text, call)) return [];
  if (batch !== undefined && !isAlone(text, call, bodyOf(text, batch)))
    return [replacement(withBreak(text, call.statement, style.newline), '')];
  // A batch block without its only statement goes as a whole.
  const statement = batch === undefined ? call.statement : placeOf(text, batch).statement;
  const body = [functions.upgrade, functions.downgrade].find(
    (each) => each !== undefined && each.body.start <= statement.end && statement.end <= each.body.end,
  )?.body;
  if (body !== undefined && isAlone(text, { statement }, body)) {
    const indent = /^[ \t]*/.exec(slice(text, statement))?.[0] ?? '';
    return [replacement(statement, `${indent}pass`)];
  }
  return [replacement(withBreak(text, statement, style.newline), '')];
}

/** What is indented below the `with`. */
function bodyOf(text: string, batch: Batch) {
  const { statement } = placeOf(text, batch);
  return { start: Math.min(endOfLine(text, batch.span.end) + 1, statement.end), end: statement.end };
}

function isAlone(
  text: string,
  { statement }: Pick<CallSite, 'statement'>,
  body: { readonly start: number; readonly end: number },
): boolean {
  const rest = text.slice(body.start, statement.start) + text.slice(statement.end, body.end);
  return rest.replace(/#.*/g, '').trim() === '';
}

function withBreak(text: string, statement: { readonly start: number; readonly end: number }, newline: string) {
  const start = startOfLine(text, statement.start);
  const end = endOfLine(text, statement.end);
  return { start, end: text.startsWith(newline, end) ? end + newline.length : end };
}
