/** A table is locked by hand, for as long as it takes to get the lock. */

import { blockedWords, blocks } from '../../effects/lock.ts';
import { limitLockWait } from '../fixes/lock-timeout.ts';
import { locksOnExisting } from '../hazards.ts';
import { hasLockTimeout } from '../lock-timeout.ts';
import { verb } from '../place.ts';
import { defineRule } from '../rule.ts';

const users =
  'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("email", sa.Text()))';

export default defineRule({
  name: 'explicit-lock-table',
  group: 'transactions',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'safe',
  docs: {
    summary: 'LOCK TABLE takes a lock that stops others, without a limit to the wait for it.',
    why: 'Without a mode it takes an ACCESS EXCLUSIVE lock, which stops reads too, and holds it until the transaction ends. While it waits, all later queries of the table queue behind it.',
    instead:
      'Leave it out: each statement takes the lock it needs. Where several tables must be locked in an order, set `lock_timeout` first and name the weakest mode that will do.',
  },
  examples: [
    {
      title: 'With a limit',
      history: users,
      bad: 'op.execute("«LOCK TABLE» users")',
      good: `op.execute("SET LOCAL lock_timeout = '5s'")
op.execute("LOCK TABLE users")`,
    },
  ],

  *check(context) {
    const { upgrade, migration, postgresVersion, show } = context;
    for (const step of upgrade) {
      const { operation } = step;
      if (operation.kind !== 'statement' || operation.command !== 'LOCK TABLE') continue;
      const lock = locksOnExisting(step, postgresVersion).find(({ mode }) => blocks(mode).writes);
      if (lock === undefined || hasLockTimeout(context, step)) continue;
      yield {
        at: verb(operation, migration.text),
        message: `LOCK TABLE waits for ${show(lock.relation)} without limit, then blocks ${blockedWords(lock.mode)} of it until the transaction ends.`,
        operation,
        fixes: () => limitLockWait(context, operation),
      };
    }
  },
});
