/** Indexes are built anew while nobody can use them. */

import type { OperationOf } from '../../operations/operation.ts';
import { reindexConcurrently } from '../fixes/concurrent-index.ts';
import { hazards, waiting } from '../hazards.ts';
import { clause } from '../place.ts';
import { defineRule } from '../rule.ts';

const users = `op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("email", sa.Text()))
op.create_index("ix_users_email", "users", ["email"])`;

export default defineRule({
  name: 'reindex-blocking',
  group: 'indexes',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'safe',
  docs: {
    summary: 'An index of an existing table is built anew without CONCURRENTLY.',
    why: 'REINDEX holds a SHARE lock on the table and an ACCESS EXCLUSIVE lock on each index until it is done: writes wait, and so does every query for which the planner looks at the index, which means all of them.',
    instead:
      'Use `REINDEX … CONCURRENTLY` in an `autocommit_block()`, since the server refuses it inside a transaction. Only `REINDEX SYSTEM` has no such form.',
  },
  examples: [
    {
      title: 'Concurrently, outside the transaction',
      history: users,
      bad: 'op.execute("«REINDEX TABLE» users")',
      good: `with op.get_context().autocommit_block():
    op.execute("REINDEX TABLE CONCURRENTLY users")`,
    },
    {
      title: 'A single index, with options',
      history: users,
      bad: 'op.execute("«REINDEX (VERBOSE) INDEX» ix_users_email")',
      good: `with op.get_context().autocommit_block():
    op.execute("REINDEX (VERBOSE) INDEX CONCURRENTLY ix_users_email")`,
    },
  ],

  *check(context) {
    for (const { step, effect } of hazards(context, 'reindex', 'reindex partitions', 'reindex all')) {
      const { operation } = step;
      if (operation.kind !== 'statement' || operation.concurrently || isSystem(operation)) continue;
      const what = effect.table === undefined ? (operation.object ?? 'it') : context.show(effect.table);
      const waits =
        effect.locks.length === 0 ? 'everybody who needs one of its tables waits' : `${waiting(effect)} wait`;
      yield {
        at: clause(operation, context.migration.text, /REINDEX\s*(\([^)]*\)\s*)?(INDEX|TABLE|SCHEMA|DATABASE)?/i),
        message: `Building indexes of ${what} anew takes as long as building them did, and meanwhile ${waits}.`,
        operation,
        fixes: () => reindexConcurrently(context, operation),
      };
    }
  },
});

/** Catalogues of the server itself can't be indexed concurrently. */
function isSystem({ options = [] }: OperationOf<'statement'>): boolean {
  return options.includes('system');
}
