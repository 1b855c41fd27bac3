/** Changing rows. */

import type { Node, ResTarget, UpdateStmt } from '@pgsql/types';
import { findTable } from '../schema/catalogue.ts';
import { putColumn } from '../schema/columns.ts';
import type { Scalar } from '../sql/condition.ts';
import { readScalar, readWith } from '../sql/from-tree.ts';
import { isHole, tokenAt } from '../sql/source.ts';
import { defineOperation, type Reading } from './definition.ts';
import type { Update } from './operation.ts';
import { showMarks } from './sql-holes.ts';
import { readWhere } from './sql-where.ts';
import { type StatementContext, tableName } from './statement-context.ts';

export const updateRows = defineOperation({
  kind: 'update',
  summary: 'Changes rows of a table.',
  calls: [],
  statements: { UpdateStmt: fromStatement },
  apply: (catalogue, { table, sets }) =>
    sets.reduce((it, { column, value }) => {
      const state = findTable(it, table)?.columns.get(column.value);
      const isNull = value.kind === 'literal' && value.value === null;
      return state === undefined || state.filled || isNull ? it : putColumn(it, table, { ...state, filled: true });
    }, catalogue),
  invert: ({ table }) => ({ irreversible: `the former values of the updated rows of ${table.name} are gone` }),
});

function fromStatement(statement: UpdateStmt, context: StatementContext): Reading {
  const { relation, targetList = [], fromClause, whereClause, withClause } = statement;
  const alias = relation?.alias?.aliasname;
  return {
    ...context.base,
    kind: 'update',
    table: tableName(context, relation),
    alias: isHole(alias) ? undefined : alias,
    sets: targetList.flatMap((target) => ('ResTarget' in target ? [readSet(target.ResTarget, context)] : [])),
    with: readWith(withClause, context.source),
    ...readWhere(context, relation, fromClause, whereClause),
    comments: context.source.comments,
  };
}

function readSet({ name = '', val, location }: ResTarget, context: StatementContext): Update['sets'][number] {
  const start = context.source.offset(location);
  const token = tokenAt(context.source, start) ?? { start, end: start };
  const column = { value: showMarks(name, context.hole), span: context.place(token) };
  return { column, value: val ? readValue(val, context) : { kind: 'expression', columns: [], functions: [] } };
}

/** `SET (a, b) = (1, 2)` names each value by its number. */
function readValue(value: Node, context: StatementContext): Scalar {
  if (!('MultiAssignRef' in value)) return readScalar(value, context.source);
  const { source: row, colno = 1 } = value.MultiAssignRef;
  const items = row && 'RowExpr' in row ? row.RowExpr.args : undefined;
  const item = items === undefined ? row : items[colno - 1];
  return item ? readScalar(item, context.source) : { kind: 'expression', columns: [], functions: [] };
}
