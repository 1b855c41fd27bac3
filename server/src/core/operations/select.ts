/** Reading rows. */

import type { SelectStmt } from '@pgsql/types';
import { readQuery } from '../sql/from-tree.ts';
import { functionsIn } from '../sql/inside.ts';
import { defineOperation, type Reading } from './definition.ts';
import { settingSelected } from './setting.ts';
import type { StatementContext } from './statement-context.ts';

export const selectRows = defineOperation({
  kind: 'select',
  summary: 'Reads rows.',
  calls: [],
  statements: { SelectStmt: fromStatement },
  invert: () => ({ operations: [] }),
});

/** SELECT … INTO makes a table, and is left to other statements. */
function fromStatement(statement: SelectStmt, context: StatementContext): Reading {
  if (statement.intoClause) return [];
  const functions = (statement.targetList ?? []).flatMap(functionsIn);
  return {
    ...context.base,
    kind: 'select',
    query: readQuery(statement, context.source),
    ...(functions.length > 0 ? { functions } : {}),
    ...(statement.lockingClause ? { forUpdate: true } : {}),
    ...settingSelected(statement, context),
  };
}
