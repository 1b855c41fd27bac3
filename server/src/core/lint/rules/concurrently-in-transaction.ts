/** A command that the server refuses inside a transaction stands in one. */

import type { Operation } from '../../operations/operation.ts';
import { wrapInAutocommit } from '../fixes/concurrent-index.ts';
import { effectsOfStep } from '../hazards.ts';
import { onVersionOf } from '../on-version.ts';
import { argument, verb } from '../place.ts';
import { defineRule } from '../rule.ts';

const users =
  'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("email", sa.Text()))';

export default defineRule({
  name: 'concurrently-in-transaction',
  group: 'transactions',
  level: 'error',
  profile: 'recommended',
  dialects: ['postgresql'],
  fix: 'safe',
  scope: { downgrade: true, roots: true },
  hazard: { name: 'runs-alone', specificity: 1 },
  docs: {
    summary: 'A command that PostgreSQL refuses inside a transaction runs inside the transaction of the migration.',
    why: 'Alembic opens a transaction around the migration, so the upgrade stops with "cannot run inside a transaction block", while an SQL preview looks right.',
    instead:
      'Put the statement, alone in its string, into `with op.get_context().autocommit_block():`, which commits what precedes and runs it outside.',
  },
  examples: [
    {
      title: 'A concurrent index needs the block',
      history: users,
      bad: 'op.create_index("ix_users_email", "users", ["email"], «postgresql_concurrently=True»)',
      good: `with op.get_context().autocommit_block():
    op.create_index("ix_users_email", "users", ["email"], postgresql_concurrently=True)`,
    },
    {
      title: 'A batch block is in the transaction too',
      history: users,
      bad: `with op.batch_alter_table("users") as batch_op:
    batch_op.create_index("ix_users_email", ["email"], «postgresql_concurrently=True»)`,
      good: `with op.get_context().autocommit_block():
    op.create_index("ix_users_email", "users", ["email"], postgresql_concurrently=True)`,
    },
    {
      title: 'In SQL',
      history: users,
      bad: 'op.execute("«VACUUM» users")',
      good: `with op.get_context().autocommit_block():
    op.execute("VACUUM users")`,
    },
    {
      title: 'Several statements in one string are one transaction, even in the block',
      history: users,
      bad: `with op.get_context().autocommit_block():
    op.execute("SET lock_timeout = 0; «CREATE INDEX CONCURRENTLY» ix_users_email ON users (email)")`,
      good: `with op.get_context().autocommit_block():
    op.execute("SET lock_timeout = 0")
    op.execute("CREATE INDEX CONCURRENTLY ix_users_email ON users (email)")`,
      fixed: false,
    },
  ],

  *check(context) {
    for (const step of [...context.upgrade, ...context.downgrade]) {
      const { operation } = step;
      const effect = effectsOfStep(step, context.postgresVersion).find((each) => each.fact.alone);
      if (effect === undefined) continue;
      const together = operation.origin.kind === 'sql' && operation.origin.count > 1;
      if (!step.inTransaction && !together) continue;
      const reason = step.inTransaction
        ? 'Alembic runs this migration in one'
        : 'several statements in one string are sent as one';
      yield {
        at: argument(operation, 'postgresql_concurrently') ?? verb(operation, context.migration.text),
        message: `${command(operation)} can't run inside a transaction${onVersionOf(effect, context)}, and ${reason}, so the server refuses it.`,
        operation,
        fixes: () => (together ? [] : wrapInAutocommit(context, operation)),
      };
    }
  },
});

function command(operation: Operation): string {
  switch (operation.kind) {
    case 'create_index':
      return 'CREATE INDEX CONCURRENTLY';
    case 'drop_index':
      return 'DROP INDEX CONCURRENTLY';
    case 'statement':
      return operation.concurrently ? `${operation.command} CONCURRENTLY` : operation.command;
    default:
      return 'This command';
  }
}
