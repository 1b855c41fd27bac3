/** Where a finding points: the argument that is wrong, else the clause or the name of the operation. */

import type { ArgumentSite, CallSite, Operation, OperationOf } from '../operations/operation.ts';
import type { Span } from '../text/span.ts';

/** The Python call that is the operation; undefined for SQL, whose call only carries the string. */
export function callOf(operation: Operation): CallSite | undefined {
  return operation.origin.kind === 'sql' ? undefined : operation.origin.call;
}

export function argumentSite(operation: Operation, name: string): ArgumentSite | undefined {
  return callOf(operation)?.arguments.get(name);
}

/** The whole argument of the operation's call, `name=` included. */
export function argument(operation: Operation, name: string): Span | undefined {
  return argumentSite(operation, name)?.span;
}

/** The whole argument that holds a value, where the value is a keyword argument's: `type_=sa.Text()` for `sa.Text()`. */
export function wholeArgument(call: CallSite | undefined, name: string, value: Span): Span {
  return call?.arguments.get(name)?.span ?? value;
}

/** The keyword argument around a value of a call whose arguments aren't known: `ondelete="CASCADE"` for `"CASCADE"`. */
export function withKeyword(text: string, value: Span): Span {
  const keyword = /\b[a-z_]+\s*=\s*$/.exec(text.slice(0, value.start));
  return keyword === null ? value : { start: keyword.index, end: value.end };
}

/** What is done, where no argument is to blame: `op.create_index` of a call, the command's first words in SQL. */
export function verb(operation: Operation, text: string): Span {
  const call = callOf(operation);
  if (call !== undefined) return { start: call.span.start, end: call.span.start + call.callee.length };
  return clause(operation, text, /^[A-Za-z]+(\s+(UNIQUE|INDEX|TABLE|TYPE|DATABASE|SYSTEM|CONCURRENTLY)\b)*/i);
}

/** The words of an SQL command wherever in its statement they stand: `DETACH PARTITION`, `CREATE OR REPLACE FUNCTION`. */
export function commandWords(operation: OperationOf<'statement'>, text: string): Span {
  if (callOf(operation) !== undefined) return verb(operation, text);
  const words = operation.command.split(' ').join('\\b(?:\\s+\\w+){0,3}?\\s+');
  return clause(operation, text, new RegExp(`\\b${words}\\b`, 'i'));
}

/** The first words in an SQL statement that the pattern finds; the statement when it finds none. */
export function clause(operation: Operation, text: string, pattern: RegExp): Span {
  const { start, end } = operation.span;
  const found = pattern.exec(text.slice(start, end));
  return found === null ? operation.span : { start: start + found.index, end: start + found.index + found[0].length };
}
