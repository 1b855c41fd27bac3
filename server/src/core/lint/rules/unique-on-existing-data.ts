/** A unique key over rows that may not be unique. */

import { known } from '../../operations/operation.ts';
import { mayHoldDuplicates } from '../duplicates.ts';
import { defineRule } from '../rule.ts';
import { uniqueKeys } from '../unique-keys.ts';

const users = `op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("email", sa.Text()))`;

const dedupe = `op.execute("DELETE FROM users a USING users b WHERE a.email = b.email AND a.id > b.id")`;

export default defineRule({
  name: 'unique-on-existing-data',
  group: 'constraints',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'none',
  docs: {
    summary: 'Existing rows become unique, and nothing before has made sure that they are.',
    why: 'One duplicate stops the upgrade. Development and test data rarely have one; production does.',
    instead:
      'Look for duplicates first, and merge or delete them in the revision or in one before it. That the build of its index blocks others is another matter, which other rules tell.',
  },
  examples: [
    {
      title: 'Duplicates go first',
      history: users,
      bad: 'op.create_unique_constraint("uq_users_email", "users", «["email"]»)',
      good: `${dedupe}
with op.get_context().autocommit_block():
    op.create_index("uq_users_email", "users", ["email"], unique=True, postgresql_concurrently=True)
op.execute("ALTER TABLE users ADD CONSTRAINT uq_users_email UNIQUE USING INDEX uq_users_email")`,
    },
    {
      title: 'In a batch block',
      history: users,
      bad: `with op.batch_alter_table("users") as batch_op:
    batch_op.create_index("uq_users_email", «["email"]», unique=True)`,
      good: `${dedupe}
with op.get_context().autocommit_block():
    op.create_index("uq_users_email", "users", ["email"], unique=True, postgresql_concurrently=True)`,
    },
    {
      title: 'In SQL, looked for before',
      history: users,
      bad: 'op.execute("«CREATE UNIQUE INDEX» uq_users_email ON users (email)")',
      good: `if op.get_bind().execute(sa.text("SELECT 1 FROM users GROUP BY email HAVING count(*) > 1 LIMIT 1")).first():
    raise RuntimeError("users has addresses that occur twice; merge them, then upgrade again")
with op.get_context().autocommit_block():
    op.execute("CREATE UNIQUE INDEX CONCURRENTLY uq_users_email ON users (email)")`,
    },
  ],

  *check(context) {
    for (const step of context.upgrade) {
      const { operation } = step;
      // A column that is new has no duplicates, and a concurrent build has a rule of its own.
      if (operation.kind !== 'add_unique' && operation.kind !== 'create_index') continue;
      if (operation.kind === 'create_index' && known(operation.concurrently) === true) continue;
      if (operation.kind === 'add_unique' && operation.usingIndex !== undefined) continue;
      for (const { table, columns, at } of uniqueKeys(operation, context.migration.text)) {
        if (!mayHoldDuplicates(context, step, table, columns)) continue;
        yield {
          at,
          message: `The upgrade stops here if two rows of ${context.show(table)} have the same ${columns.join(' and ')}, and nothing before makes sure that none have.`,
          operation,
        };
      }
    }
  },
});
