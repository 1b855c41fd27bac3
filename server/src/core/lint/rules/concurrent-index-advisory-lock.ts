/** A second deployment waits for the first, which waits for it. */

import { known } from '../../operations/operation.ts';
import { exampleEnvironment } from '../example-environment.ts';
import { argument, verb } from '../place.ts';
import { defineRule } from '../rule.ts';

const users =
  'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("email", sa.Text()))';

const plain = exampleEnvironment();
const line = '    context.configure(connection=connection)';
const locked = (call: string) =>
  plain.replace(line, `    connection.exec_driver_sql("${call}")\n    connection.commit()\n${line}`);

export default defineRule({
  name: 'concurrent-index-advisory-lock',
  group: 'indexes',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'none',
  docs: {
    summary: 'An index is built concurrently in a project whose env.py waits for an advisory lock.',
    why: 'A second deployment that begins meanwhile waits inside of `SELECT pg_advisory_lock(…)`, and a statement that runs is what a concurrent build waits for: the second waits for the first and the first for the second. Where the lock is on a connection of its own, that lasts for ever; else one of the two is killed as a deadlock.',
    instead:
      'Ask with `pg_try_advisory_lock(…)` in a loop that sleeps between, so that no statement runs while it waits. Who merely holds the lock is no obstacle.',
  },
  examples: [
    {
      title: 'Asked again and again instead of waited for',
      env: locked('SELECT pg_advisory_lock(4711)'),
      history: users,
      bad: `with op.get_context().autocommit_block():
    op.create_index("ix_users_email", "users", ["email"], «postgresql_concurrently=True»)`,
      goodEnv: locked('SELECT pg_try_advisory_lock(4711)'),
      good: `with op.get_context().autocommit_block():
    op.create_index("ix_users_email", "users", ["email"], postgresql_concurrently=True)`,
    },
  ],

  *check(context) {
    if (context.environment.advisoryLock !== true) return;
    for (const { operation, inTransaction } of context.upgrade) {
      if (operation.kind !== 'create_index' || known(operation.concurrently) !== true || inTransaction) continue;
      yield {
        at: argument(operation, 'postgresql_concurrently') ?? verb(operation, context.migration.text),
        message: `The build of ${known(operation.name) ?? 'this index'} waits for a second run of Alembic, which waits in env.py for the advisory lock of this one.`,
        operation,
      };
    }
  },
});
