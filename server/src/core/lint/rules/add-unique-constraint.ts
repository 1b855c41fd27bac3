/** A unique constraint builds its index while nobody can use the table. */

import { known } from '../../operations/operation.ts';
import { keyThroughIndex } from '../fixes/key-through-index.ts';
import { hazards, waiting } from '../hazards.ts';
import { clause, verb } from '../place.ts';
import { defineRule } from '../rule.ts';

const users =
  'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("email", sa.Text()))';

export default defineRule({
  name: 'add-unique-constraint',
  group: 'constraints',
  level: 'error',
  profile: 'recommended',
  dialects: ['postgresql'],
  fix: 'safe',
  docs: {
    summary: 'A unique constraint is added to an existing table and builds its index at once.',
    why: 'ADD UNIQUE holds an ACCESS EXCLUSIVE lock while the index is built, so nobody can read or write the table; it also fails if there are duplicates.',
    instead:
      'Build a unique index concurrently in an `autocommit_block()`, then make it the constraint with `ADD CONSTRAINT … UNIQUE USING INDEX`, which is instant.',
  },
  examples: [
    {
      title: 'The index first, the constraint from it',
      history: users,
      bad: '«op.create_unique_constraint»("uq_users_email", "users", ["email"])',
      good: `with op.get_context().autocommit_block():
    op.create_index("uq_users_email", "users", ["email"], unique=True, postgresql_concurrently=True)
op.execute("ALTER TABLE users ADD CONSTRAINT uq_users_email UNIQUE USING INDEX uq_users_email")`,
    },
    {
      title: 'In a batch block',
      history: users,
      bad: `with op.batch_alter_table("users") as batch_op:
    «batch_op.create_unique_constraint»("uq_users_email", ["email"])`,
      good: `with op.get_context().autocommit_block():
    op.create_index("uq_users_email", "users", ["email"], unique=True, postgresql_concurrently=True)
op.execute("ALTER TABLE users ADD CONSTRAINT uq_users_email UNIQUE USING INDEX uq_users_email")`,
    },
    {
      title: 'In SQL',
      history: users,
      bad: 'op.execute("ALTER TABLE users ADD «CONSTRAINT uq_users_email UNIQUE (email)»")',
      good: `with op.get_context().autocommit_block():
    op.create_index("uq_users_email", "users", ["email"], unique=True, postgresql_concurrently=True)
op.execute("ALTER TABLE users ADD CONSTRAINT uq_users_email UNIQUE USING INDEX uq_users_email")`,
    },
  ],

  *check(context) {
    for (const { step, effect } of hazards(context, 'add unique')) {
      const { operation } = step;
      if (operation.kind !== 'add_unique') continue;
      const table = context.show(operation.table);
      const name = known(operation.name) ?? 'this unique constraint';
      const { text } = context.migration;
      const sql = operation.origin.kind === 'sql';
      yield {
        at: sql ? clause(operation, text, /(CONSTRAINT\s+\S+\s+)?UNIQUE\b[^(;]*(\([^)]*\))?/i) : verb(operation, text),
        message: `Adding ${name} builds its index while ${waiting(effect)} of ${table} wait, and fails if there are duplicates.`,
        operation,
        fixes: () => keyThroughIndex(context, step, operation),
      };
    }
  },
});
