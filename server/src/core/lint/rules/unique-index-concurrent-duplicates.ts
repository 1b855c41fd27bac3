/** A unique index is built concurrently over rows that may not be unique. */

import { known } from '../../operations/operation.ts';
import { mayHoldDuplicates } from '../duplicates.ts';
import { lookForDuplicates } from '../fixes/look-for-duplicates.ts';
import { argument, verb } from '../place.ts';
import { defineRule } from '../rule.ts';

const users = `op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("email", sa.Text()))`;

const dedupe = `op.execute("DELETE FROM users a USING users b WHERE a.email = b.email AND a.id > b.id")`;

export default defineRule({
  name: 'unique-index-concurrent-duplicates',
  group: 'indexes',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'safe',
  docs: {
    summary: 'A unique index is built concurrently, and nothing before has made sure that the rows are unique.',
    why: 'A duplicate stops the build, and what it has built stays behind as an INVALID index: no query uses it, every write pays for it, and it already refuses new duplicates.',
    instead:
      'Look for duplicates first, and merge or delete them, in the same revision or an earlier one. After a failed build drop the index concurrently, and build it again.',
  },
  examples: [
    {
      title: 'Looked for first',
      history: users,
      bad: `with op.get_context().autocommit_block():
    op.create_index("uq_users_email", "users", ["email"], «unique=True», postgresql_concurrently=True)`,
      good: `with op.get_context().autocommit_block():
    if not op.get_context().as_sql:
        if op.get_bind().execute(sa.text("SELECT 1 FROM users WHERE email IS NOT NULL GROUP BY email HAVING count(*) > 1 LIMIT 1")).first():
            raise RuntimeError("users has rows with the same email: merge or delete them, then upgrade again")
    op.create_index("uq_users_email", "users", ["email"], unique=True, postgresql_concurrently=True)`,
    },
    {
      title: 'Duplicates go first, in SQL',
      history: users,
      bad: `with op.get_context().autocommit_block():
    op.execute("«CREATE UNIQUE INDEX CONCURRENTLY» uq_users_email ON users (email)")`,
      good: `${dedupe}
with op.get_context().autocommit_block():
    op.execute("CREATE UNIQUE INDEX CONCURRENTLY uq_users_email ON users (email)")`,
      fixed: false,
    },
  ],

  *check(context) {
    for (const step of context.upgrade) {
      const { operation } = step;
      if (operation.kind !== 'create_index' || !operation.unique || known(operation.concurrently) !== true) continue;
      const columns = operation.columns.map((column) => column?.value);
      if (!mayHoldDuplicates(context, step, operation.table, columns)) continue;
      const index = known(operation.name) ?? 'this index';
      yield {
        at: argument(operation, 'unique') ?? verb(operation, context.migration.text),
        message: `A duplicate in ${context.show(operation.table)} stops the build of ${index} and leaves it behind as INVALID.`,
        operation,
        fixes: () => lookForDuplicates(context, operation),
      };
    }
  },
});
