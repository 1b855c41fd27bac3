/** Deleting rows. */

import type { DeleteStmt } from '@pgsql/types';
import { readWith } from '../sql/from-tree.ts';
import { isHole } from '../sql/source.ts';
import { defineOperation, type Reading } from './definition.ts';
import { readWhere } from './sql-where.ts';
import { type StatementContext, tableName } from './statement-context.ts';

export const deleteRows = defineOperation({
  kind: 'delete',
  summary: 'Deletes rows of a table.',
  calls: [],
  statements: { DeleteStmt: fromStatement },
  invert: ({ table }) => ({ irreversible: `the deleted rows of ${table.name} are gone` }),
});

function fromStatement(statement: DeleteStmt, context: StatementContext): Reading {
  const { relation, usingClause, whereClause, withClause } = statement;
  const alias = relation?.alias?.aliasname;
  const { from, ...where } = readWhere(context, relation, usingClause, whereClause);
  return {
    ...context.base,
    kind: 'delete',
    table: tableName(context, relation),
    alias: isHole(alias) ? undefined : alias,
    using: from,
    with: readWith(withClause, context.source),
    ...where,
    comments: context.source.comments,
  };
}
