/** A column of an existing table becomes NOT NULL with a scan under the strongest lock. */

import { notNullThroughCheck } from '../fixes/not-null-through-check.ts';
import { hazards, waiting } from '../hazards.ts';
import { callOf, wholeArgument } from '../place.ts';
import { defineRule } from '../rule.ts';

const users =
  'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("email", sa.Text()))';

export default defineRule({
  name: 'set-not-null-scan',
  group: 'columns',
  level: 'error',
  profile: 'recommended',
  dialects: ['postgresql'],
  fix: 'safe',
  docs: {
    summary:
      'A column of an existing table becomes NOT NULL while the table is scanned under an ACCESS EXCLUSIVE lock.',
    why: 'PostgreSQL reads the whole table to see that no row is NULL, and until it is done nobody can read or write the table.',
    instead:
      'Prove it first: add a NOT VALID check, validate it, which only takes a weak lock, then set NOT NULL, which finds the proof and scans nothing, and drop the check.',
  },
  examples: [
    {
      title: 'Proven by a check that is validated in transactions of its own',
      history: users,
      bad: 'op.alter_column("users", "email", existing_type=sa.Text(), «nullable=False»)',
      good: `with op.get_context().autocommit_block():
    op.execute("ALTER TABLE users DROP CONSTRAINT IF EXISTS ck_users_email_not_null")
    op.execute("ALTER TABLE users ADD CONSTRAINT ck_users_email_not_null CHECK (email IS NOT NULL) NOT VALID")
    op.execute("ALTER TABLE users VALIDATE CONSTRAINT ck_users_email_not_null")
op.alter_column("users", "email", existing_type=sa.Text(), nullable=False)
op.execute("ALTER TABLE users DROP CONSTRAINT ck_users_email_not_null")`,
    },
    {
      title: 'In a batch block',
      history: users,
      bad: `with op.batch_alter_table("users") as batch_op:
    batch_op.alter_column("email", existing_type=sa.Text(), «nullable=False»)`,
      good: `with op.get_context().autocommit_block():
    op.execute("ALTER TABLE users DROP CONSTRAINT IF EXISTS ck_users_email_not_null")
    op.execute("ALTER TABLE users ADD CONSTRAINT ck_users_email_not_null CHECK (email IS NOT NULL) NOT VALID")
    op.execute("ALTER TABLE users VALIDATE CONSTRAINT ck_users_email_not_null")
with op.batch_alter_table("users") as batch_op:
    batch_op.alter_column("email", existing_type=sa.Text(), nullable=False)
op.execute("ALTER TABLE users DROP CONSTRAINT ck_users_email_not_null")`,
    },
    {
      title: 'In SQL',
      history: users,
      bad: 'op.execute("ALTER TABLE users ALTER COLUMN email «SET NOT NULL»")',
      good: `with op.get_context().autocommit_block():
    op.execute("ALTER TABLE users DROP CONSTRAINT IF EXISTS ck_users_email_not_null")
    op.execute("ALTER TABLE users ADD CONSTRAINT ck_users_email_not_null CHECK (email IS NOT NULL) NOT VALID")
    op.execute("ALTER TABLE users VALIDATE CONSTRAINT ck_users_email_not_null")
op.execute("ALTER TABLE users ALTER COLUMN email SET NOT NULL")
op.execute("ALTER TABLE users DROP CONSTRAINT ck_users_email_not_null")`,
    },
  ],

  *check(context) {
    for (const { step, effect } of hazards(context, 'set not null')) {
      const { operation } = step;
      if (operation.kind !== 'alter_column') continue;
      const table = context.show(operation.table);
      yield {
        at: wholeArgument(callOf(operation), 'nullable', effect.at),
        message: `Setting ${table}.${operation.column.value} NOT NULL scans ${table} while ${waiting(effect)} wait, and fails if any row is NULL.`,
        operation,
        fixes: () => notNullThroughCheck(context, operation),
      };
    }
  },
});
