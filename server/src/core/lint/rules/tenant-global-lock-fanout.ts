/** A lock that every tenant waits for, one after the other. */

import { blocks } from '../../effects/lock.ts';
import { effectsOfStep } from '../hazards.ts';
import { verb } from '../place.ts';
import { defineRule } from '../rule.ts';

const orders = `op.create_table("orders", sa.Column("id", sa.Integer(), primary_key=True))`;

export default defineRule({
  name: 'tenant-global-lock-fanout',
  group: 'tenants',
  level: 'info',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'none',
  docs: {
    summary: 'A revision that works through a whole table under a lock runs once for every tenant.',
    why: 'What takes a minute in one schema takes as many minutes as there are tenants, and with one transaction around the run the locks of the first are held until the last is done.',
    instead:
      'Use the form that scans without a blocking lock, give each tenant a transaction of its own, and plan the time by the number of tenants.',
  },
  examples: [
    {
      title: 'Without a scan under the lock',
      tenant: { strategy: 'schema' },
      history: orders,
      bad: `«op.create_check_constraint»("ck_orders_id", "orders", "id > 0")`,
      good: `op.create_check_constraint("ck_orders_id", "orders", "id > 0", postgresql_not_valid=True)`,
    },
  ],

  *check(context) {
    if (context.tenancy.strategy !== 'schema') return;
    for (const step of context.upgrade) {
      const { operation } = step;
      const slow = effectsOfStep(step, context.postgresVersion).find(
        ({ fact, locks, table }) =>
          fact.work !== 'none' &&
          locks.some(({ mode }) => blocks(mode).writes) &&
          table !== undefined &&
          !step.isNewTable(table) &&
          !step.isSmall(table),
      );
      if (slow?.table === undefined) continue;
      yield {
        at: verb(operation, context.migration.text),
        message: `${slow.fact.form} works through ${context.show(slow.table)} under a lock, once for every tenant: the time multiplies by their number.`,
        operation,
      };
    }
  },
});
