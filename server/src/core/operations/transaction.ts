/** Beginning, committing or rolling back a transaction. */

import type { TransactionStmt } from '@pgsql/types';
import { defineOperation, type Reading } from './definition.ts';
import type { TransactionControl } from './operation.ts';
import type { StatementContext } from './statement-context.ts';

export const transactionControl = defineOperation({
  kind: 'transaction',
  summary: 'Begins or ends a transaction.',
  calls: [],
  statements: { TransactionStmt: fromStatement },
  transaction: ({ command }) =>
    command === 'begin' ? 'begins' : command === 'commit' || command === 'rollback' ? 'ends' : undefined,
  invert: () => ({ operations: [] }),
});

function fromStatement({ kind }: TransactionStmt, context: StatementContext): Reading {
  return { ...context.base, kind: 'transaction', command: commands.get(kind ?? '') ?? 'other' };
}

const commands: ReadonlyMap<string, TransactionControl['command']> = new Map([
  ['TRANS_STMT_BEGIN', 'begin'],
  ['TRANS_STMT_START', 'begin'],
  ['TRANS_STMT_COMMIT', 'commit'],
  ['TRANS_STMT_ROLLBACK', 'rollback'],
]);
