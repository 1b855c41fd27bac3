/** Several tables are locked one after the other in one transaction. */

import { blocks, type Lock } from '../../effects/lock.ts';
import { tableKey } from '../../schema/catalogue.ts';
import { effectsOfStep } from '../hazards.ts';
import { heldBefore } from '../held-locks.ts';
import { verb } from '../place.ts';
import { defineRule, type RuleContext, type Step } from '../rule.ts';

const tables = `op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True))
op.create_table("orders", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("user_id", sa.Integer()))`;

export default defineRule({
  name: 'wide-lock-window',
  group: 'transactions',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'none',
  docs: {
    summary: 'One transaction locks a second table in use while it holds the first.',
    why: 'The first table stays closed while the transaction waits for the second. A session that has read the second and now wants the first waits in its turn: the server ends one of the two with "deadlock detected", and it may be the upgrade.',
    instead:
      'Change one table per revision, with `transaction_per_migration=True` in env.py, so that each lock is let go before the next is asked for.',
  },
  examples: [
    {
      title: 'One table at a time',
      history: tables,
      bad: `op.add_column("users", sa.Column("locale", sa.Text()))
«op.add_column»("orders", sa.Column("locale", sa.Text()))`,
      good: `op.add_column("users", sa.Column("locale", sa.Text()))`,
    },
    {
      title: 'In SQL',
      history: tables,
      bad: `op.execute("ALTER TABLE users ADD COLUMN locale text")
op.execute("«ALTER TABLE» orders ADD COLUMN locale text")`,
      good: `op.execute("ALTER TABLE users ADD COLUMN locale text")
with op.get_context().autocommit_block():
    op.execute("ALTER TABLE orders ADD COLUMN locale text")`,
    },
    {
      title: 'In batch blocks',
      history: tables,
      bad: `with op.batch_alter_table("users") as batch_op:
    batch_op.add_column(sa.Column("locale", sa.Text()))
with op.batch_alter_table("orders") as batch_op:
    «batch_op.add_column»(sa.Column("locale", sa.Text()))`,
      good: `with op.batch_alter_table("users") as batch_op:
    batch_op.add_column(sa.Column("locale", sa.Text()))`,
    },
  ],

  *check(context) {
    const held = heldBefore(context);
    const wide = new Map(context.upgrade.map((step) => [step, wideLocks(context, step)] as const));
    const told = new Set<number | undefined>();
    for (const step of context.upgrade) {
      const { autocommit } = step.operation.circumstance;
      if (told.has(autocommit)) continue;
      const earlier = (held.get(step) ?? []).filter((each) => wide.get(each.step)?.includes(each.lock));
      const keys = new Set(earlier.map(({ lock }) => tableKey(lock.relation)));
      const added = wide.get(step)?.find(({ relation }) => !keys.has(tableKey(relation)));
      const [first] = earlier;
      if (first === undefined || added === undefined) continue;
      told.add(autocommit);
      const [before, now] = [context.show(first.lock.relation), context.show(added.relation)];
      yield {
        at: verb(step.operation, context.migration.text),
        message: `${now} is locked while the transaction holds ${before}: whoever uses them in the other order runs into a deadlock.`,
        operation: step.operation,
        related: [
          { message: `${before} is locked here.`, file: context.migration.file, span: first.step.operation.span },
        ],
      };
    }
  },
});

/**
 * Locks that others run into: against reads, or against writes for as long as the table is gone through. A foreign key
 * that is not validated holds its tables for a moment, and from no reader.
 */
function wideLocks({ postgresVersion }: RuleContext, step: Step): readonly Lock[] {
  return effectsOfStep(step, postgresVersion).flatMap(({ locks, work }) =>
    locks.filter(
      ({ mode, relation }) =>
        !step.isNewTable(relation) &&
        !step.isSmall(relation) &&
        (blocks(mode).reads || (blocks(mode).writes && work.length > 0)),
    ),
  );
}
