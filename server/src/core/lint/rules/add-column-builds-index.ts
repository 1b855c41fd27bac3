/** A new column that brings an index along, which is built at once. */

import { isPartitioned } from '../../effects/lookup.ts';
import { indexOfColumnConcurrently } from '../fixes/concurrent-index.ts';
import { uniqueOfColumnThroughIndex } from '../fixes/key-through-index.ts';
import { hazards, waiting } from '../hazards.ts';
import { wholeArgument } from '../place.ts';
import { defineRule } from '../rule.ts';

const users = 'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True))';

export default defineRule({
  name: 'add-column-builds-index',
  group: 'columns',
  level: 'error',
  profile: 'recommended',
  dialects: ['postgresql'],
  fix: 'safe',
  docs: {
    summary: 'A column with `index=True` or `unique=True` is added to an existing table.',
    why: 'Alembic renders CREATE INDEX or ADD UNIQUE right after the column. The index is built while writes wait for a SHARE lock, and a unique constraint even takes an ACCESS EXCLUSIVE lock, so that nobody can read either.',
    instead:
      'Add the column without the flag, build the index concurrently in an `autocommit_block()`, and make a unique one the constraint with `UNIQUE USING INDEX`.',
  },
  examples: [
    {
      title: 'An index',
      history: users,
      bad: 'op.add_column("users", sa.Column("team", sa.Text(), «index=True»))',
      good: `op.add_column("users", sa.Column("team", sa.Text()))
with op.get_context().autocommit_block():
    op.create_index("ix_users_team", "users", ["team"], postgresql_concurrently=True)`,
    },
    {
      title: 'A unique constraint',
      history: users,
      bad: 'op.add_column("users", sa.Column("email", sa.Text(), «unique=True», nullable=True))',
      good: `op.add_column("users", sa.Column("email", sa.Text(), nullable=True))
with op.get_context().autocommit_block():
    op.create_index("users_email_key", "users", ["email"], unique=True, postgresql_concurrently=True)
op.execute("ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE USING INDEX users_email_key")`,
    },
    {
      title: 'In a batch block',
      history: users,
      bad: `with op.batch_alter_table("users") as batch_op:
    batch_op.add_column(sa.Column("email", sa.Text(), «index=True», unique=True))`,
      good: `with op.batch_alter_table("users") as batch_op:
    batch_op.add_column(sa.Column("email", sa.Text()))
with op.get_context().autocommit_block():
    op.create_index("ix_users_email", "users", ["email"], unique=True, postgresql_concurrently=True)`,
    },
    {
      title: 'In SQL',
      history: users,
      bad: 'op.execute("ALTER TABLE users ADD COLUMN email text «UNIQUE»")',
      good: `op.execute("ALTER TABLE users ADD COLUMN email text")
with op.get_context().autocommit_block():
    op.create_index("users_email_key", "users", ["email"], unique=True, postgresql_concurrently=True)
op.execute("ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE USING INDEX users_email_key")`,
    },
  ],

  *check(context) {
    for (const { step, effect } of hazards(context, 'create index', 'add unique')) {
      const { operation } = step;
      if (operation.kind !== 'add_column') continue;
      const { column } = operation;
      const table = context.show(operation.table);
      const isIndex = effect.name === 'create index';
      const flag = isIndex ? 'index' : 'unique';
      yield {
        at: wholeArgument(column.call, flag, effect.at),
        message: `The ${isIndex ? 'index' : 'unique constraint'} of the new column ${table}.${column.name} is built at once, and ${waiting(effect)} to ${table} wait until it is done.`,
        operation,
        fixes: () =>
          isPartitioned(step.before, operation.table)
            ? []
            : isIndex
              ? indexOfColumnConcurrently(context, operation)
              : uniqueOfColumnThroughIndex(context, step, operation),
      };
    }
  },
});
