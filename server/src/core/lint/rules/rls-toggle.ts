/** Row level security of a table in use changes. */

import { tableKey } from '../../schema/catalogue.ts';
import { catalogueAfter } from '../catalogue-after.ts';
import { limitLockWait } from '../fixes/lock-timeout.ts';
import { hazards } from '../hazards.ts';
import { hasLockTimeout } from '../lock-timeout.ts';
import { commandWords } from '../place.ts';
import { defineRule, type RuleContext, type Step } from '../rule.ts';

const history = `op.create_table("notes", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("owner", sa.Text()))
op.execute("CREATE POLICY own ON notes USING (owner = current_user)")`;

export default defineRule({
  name: 'rls-toggle',
  group: 'destructive',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'safe',
  docs: {
    summary:
      'Row level security of an existing table is switched, or one of its policies changes, without a limit to the wait for the lock.',
    why: 'Each of these commands takes an ACCESS EXCLUSIVE lock on the table: it waits for the transactions that run, and everything that comes later queues behind it. From the commit on other rows are visible, to everybody at once.',
    instead:
      'Set `lock_timeout` before it, create the policies in the same transaction that enables them, and try it with a role that is not the owner.',
  },
  examples: [
    {
      title: 'Give up rather than queue everybody',
      history,
      bad: 'op.execute("ALTER TABLE notes «ENABLE ROW LEVEL SECURITY»")',
      good: `op.execute("SET LOCAL lock_timeout = '5s'")
op.execute("ALTER TABLE notes ENABLE ROW LEVEL SECURITY")`,
    },
    {
      title: 'One more policy',
      history,
      bad: 'op.execute("«CREATE POLICY» staff ON notes USING (true)")',
      good: `op.execute("SET LOCAL lock_timeout = '5s'")
op.execute("CREATE POLICY staff ON notes USING (true)")`,
    },
  ],

  *check(context) {
    const told = new Set<string>();
    for (const { step, effect } of hazards(context, 'row security', 'change policy')) {
      const { operation } = step;
      if (operation.kind !== 'statement' || effect.table === undefined) continue;
      const key = tableKey(effect.table);
      const hides = operation.command === 'ENABLE ROW LEVEL SECURITY' && hasNoPolicy(context, step, key);
      if (told.has(key) || (hasLockTimeout(context, step) && !hides)) continue;
      told.add(key);
      const table = context.show(effect.table);
      const consequence = hides
        ? `No policy lets anybody but the owner see rows of ${table} from then on.`
        : 'Everything that comes later queues behind it.';
      yield {
        at: commandWords(operation, context.migration.text),
        message: `${operation.command} waits for every transaction that uses ${table}. ${consequence}`,
        operation,
        fixes: () => (hasLockTimeout(context, step) ? [] : limitLockWait(context, operation)),
      };
    }
  },
});

function hasNoPolicy({ upgrade }: RuleContext, step: Step, key: string): boolean {
  const table = catalogueAfter(upgrade, step.after).tables.get(key);
  return table?.whole === true && (table.policies ?? []).length === 0;
}
