/** Statements that end or begin transactions by hand, as Alembic's own means or not at all. */

import type { Migration } from '../../history/migration.ts';
import type { Operation } from '../../operations/operation.ts';
import { replacement } from '../../text/edit.ts';
import { slice } from '../../text/span.ts';
import type { Fix, RuleContext, Step } from '../rule.ts';
import { endOfLine, reindent, standsAlone, startOfLine } from './statement.ts';

/**
 * An `autocommit_block()` around what ran outside of the transaction because of a COMMIT: up to the next BEGIN, which
 * goes too, or to the end of the function.
 */
export function autocommitInstead({ migration }: RuleContext, steps: readonly Step[], commit: Step): readonly Fix[] {
  const { text, style, functions } = migration;
  const { operation, direction } = commit;
  const { call } = operation.origin;
  const definition = functions[direction];
  if (style.op === undefined || definition === undefined || !isMovable(migration, operation)) return [];
  const begin = steps.slice(steps.indexOf(commit) + 1).find((each) => begins(each.operation))?.operation;
  if (begin !== undefined && (!isMovable(migration, begin) || begin.origin.call.indent !== call.indent)) return [];
  const from = endOfLine(text, call.statement.end);
  const to =
    begin === undefined
      ? definition.body.end
      : endOfLine(text, startOfLine(text, begin.origin.call.statement.start) - 1);
  const region = slice(text, { start: from, end: to });
  const lines = region.split('\n').filter((line) => line.trim() !== '');
  if (lines.length === 0 || !lines.every((line) => line.startsWith(call.indent))) return [];
  const end = begin === undefined ? to : endOfLine(text, begin.origin.call.statement.end);
  const block = `${call.indent}with ${style.op}.get_context().autocommit_block():`;
  const start = startOfLine(text, call.statement.start);
  return [
    {
      title: 'Use an autocommit block',
      preferred: true,
      edits: [replacement({ start, end }, block + reindent(region, call.indent, call.indent + style.indent))],
    },
  ];
}

/** Leaves the transaction to Alembic: the statement goes. */
export function leaveToAlembic({ migration }: RuleContext, { operation }: Step): readonly Fix[] {
  const { text } = migration;
  const { call } = operation.origin;
  if (!isMovable(migration, operation)) return [];
  const line = { start: startOfLine(text, call.statement.start), end: endOfLine(text, call.statement.end) };
  const title = 'Leave the transaction to Alembic';
  if (isOnlyStatement(text, line, call.indent))
    return [{ title, preferred: true, edits: [replacement(line, `${call.indent}pass`)] }];
  const start = line.start === 0 ? 0 : endOfLine(text, line.start - 1);
  return [{ title, preferred: true, edits: [replacement({ start, end: line.end }, '')] }];
}

function isMovable({ text }: Migration, { origin, circumstance }: Operation): boolean {
  const isWhole = origin.kind !== 'sql' || origin.count === 1;
  return (
    isWhole && circumstance.loop === undefined && circumstance.batch === undefined && standsAlone(text, origin.call)
  );
}

function begins(operation: Operation): boolean {
  return operation.kind === 'transaction' && operation.command === 'begin';
}

/** Whether nothing else stands in the block: the lines around are indented less. */
function isOnlyStatement(
  text: string,
  line: { readonly start: number; readonly end: number },
  indent: string,
): boolean {
  const isPart = (each: string) => each.startsWith(indent) && !each.trimStart().startsWith('#');
  const before = text
    .slice(0, line.start)
    .split('\n')
    .findLast((each) => each.trim() !== '');
  const after = text
    .slice(line.end)
    .split('\n')
    .find((each) => each.trim() !== '');
  return !isPart(before ?? '') && !isPart(after ?? '');
}
