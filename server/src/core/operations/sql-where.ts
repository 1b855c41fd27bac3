/** WHERE of an UPDATE or DELETE, with its place; a hole that may hold it makes it unknown, never absent. */

import type { Node, RangeVar } from '@pgsql/types';
import { allOf, type Condition, unknownCondition } from '../sql/condition.ts';
import { readCondition, readFrom } from '../sql/from-tree.ts';
import { extent, findWords, mayHoldWhere, tokenAt } from '../sql/source.ts';
import type { Span } from '../text/span.ts';
import type { Update } from './operation.ts';
import type { StatementContext } from './statement-context.ts';

/** The other tables, and the condition together with those of their joins. */
export function readWhere(
  context: StatementContext,
  table: RangeVar | undefined,
  others: readonly Node[] | undefined,
  where: Node | undefined,
): Pick<Update, 'from' | 'where' | 'whereSpan'> {
  const { source } = context;
  const from = readFrom(others, source);
  const whereSpan = where && whereAt(context, table);
  const condition = where && allOf([readCondition(where, source), ...from.conditions]);
  const unknown =
    mayHoldWhere(source, where !== undefined, [table?.alias?.aliasname]) || from.conditions.some(isUnknown);
  return { from: from.relations, where: withUnknown(condition, unknown), whereSpan };
}

function withUnknown(condition: Condition | undefined, unknown: boolean): Condition | undefined {
  if (!unknown) return condition;
  return condition === undefined ? unknownCondition : allOf([condition, unknownCondition]);
}

function isUnknown(condition: Condition): boolean {
  return condition.kind === 'unknown';
}

/** The first WHERE behind the table's name on its depth: those of subqueries stand in brackets. */
function whereAt(context: StatementContext, table: RangeVar | undefined): Span | undefined {
  const { source } = context;
  const start = source.offset(table?.location);
  const depth = tokenAt(source, start)?.depth;
  const word = findWords(source, start, ['where'], depth);
  return word && context.place(extent(source, word.end, ['returning']));
}
