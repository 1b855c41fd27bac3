/** A statement waits for its lock as long as it takes. */

import { blocks } from '../../effects/lock.ts';
import { settingOf } from '../../operations/setting.ts';
import { exampleEnvironment } from '../example-environment.ts';
import { limitAllLockWaits } from '../fixes/lock-timeout.ts';
import { locksOnExisting } from '../hazards.ts';
import { hasLockTimeout } from '../lock-timeout.ts';
import { verb } from '../place.ts';
import { defineRule } from '../rule.ts';

const users =
  'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("email", sa.Text()))';

export default defineRule({
  name: 'missing-lock-timeout',
  group: 'transactions',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'safe',
  docs: {
    summary: 'A table in use is locked, and nothing limits how long the statement may wait for the lock.',
    why: 'A statement that waits for a strong lock stands in a queue, and every later query of the table stands behind it, reads included. One long report is then enough to stop the application, though the change itself takes a millisecond.',
    instead:
      'Set `lock_timeout` for all migrations in env.py: the upgrade then fails after some seconds, undone as a whole, and can be run again in a quieter moment.',
  },
  examples: [
    {
      title: 'For all migrations, in env.py',
      env: exampleEnvironment(),
      history: users,
      bad: '«op.add_column»("users", sa.Column("name", sa.Text()))',
      good: 'op.add_column("users", sa.Column("name", sa.Text()))',
      goodEnv: exampleEnvironment({ engine: ', connect_args={"options": "-c lock_timeout=5s"}' }),
    },
    {
      title: 'In the revision, where env.py does not make the engine',
      history: users,
      bad: '«op.add_column»("users", sa.Column("name", sa.Text()))',
      good: `op.execute("SET LOCAL lock_timeout = '5s'")
op.add_column("users", sa.Column("name", sa.Text()))`,
    },
    {
      title: 'In SQL',
      history: users,
      bad: 'op.execute("«ALTER TABLE» users ADD COLUMN name text")',
      good: `op.execute("SET LOCAL lock_timeout = '5s'")
op.execute("ALTER TABLE users ADD COLUMN name text")`,
    },
  ],

  *check(context) {
    const { upgrade, migration, environment, postgresVersion, show } = context;
    if (environment.session?.complete === false) return;
    // Set too late or to no use is another matter.
    if (upgrade.some(({ operation }) => settingOf(operation)?.name === 'lock_timeout')) return;
    for (const step of upgrade) {
      const { operation } = step;
      const lock = locksOnExisting(step, postgresVersion).find(({ mode }) => blocks(mode).writes);
      // A new table that refers to this one holds it for a moment only.
      if (lock === undefined || operation.kind === 'create_table') continue;
      if (hasLockTimeout(context, step)) return;
      yield {
        at: verb(operation, migration.text),
        message: `This waits for a lock on ${show(lock.relation)} as long as it takes, and whoever needs ${show(lock.relation)} queues behind it; neither this revision nor env.py sets lock_timeout.`,
        operation,
        fixes: () => limitAllLockWaits(context, operation),
      };
      return;
    }
  },
});
