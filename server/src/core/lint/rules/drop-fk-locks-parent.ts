/** Dropping a foreign key locks the table that it refers to as well. */

import { known } from '../../operations/operation.ts';
import { tableKey } from '../../schema/catalogue.ts';
import { droppedConstraints, goesAnyway, placeOfDrop } from '../dropped-constraint.ts';
import { wrapInAutocommit } from '../fixes/concurrent-index.ts';
import { effectsOfStep, otherTables, waiting } from '../hazards.ts';
import { defineRule, type RuleContext, type Step } from '../rule.ts';

const tables = `op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True))
op.create_table(
    "orders",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("user_id", sa.Integer()),
    sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_orders_user"),
)`;

export default defineRule({
  name: 'drop-fk-locks-parent',
  group: 'constraints',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'safe',
  hazard: { name: 'constraint-gone', specificity: 2 },
  docs: {
    summary: 'A foreign key is dropped in a transaction that goes on, and locks its parent table too.',
    why: 'The drop takes an ACCESS EXCLUSIVE lock on both tables, since the triggers that watch over the key stand on both; nobody can read or write either until the transaction ends.',
    instead:
      'Drop it in a transaction of its own, with a `lock_timeout`: the lock is then held for an instant. Drop the keys of a table that way before the table itself.',
  },
  examples: [
    {
      title: 'In a transaction of its own',
      history: tables,
      bad: 'op.drop_constraint(«"fk_orders_user"», "orders", type_="foreignkey")',
      good: `with op.get_context().autocommit_block():
    op.drop_constraint("fk_orders_user", "orders", type_="foreignkey")`,
    },
    {
      title: 'Out of its batch block',
      history: tables,
      bad: `with op.batch_alter_table("orders") as batch_op:
    batch_op.drop_constraint(«"fk_orders_user"», type_="foreignkey")`,
      good: `with op.get_context().autocommit_block():
    op.drop_constraint("fk_orders_user", "orders", type_="foreignkey")`,
    },
    {
      title: 'In SQL',
      history: tables,
      bad: 'op.execute("ALTER TABLE orders «DROP CONSTRAINT fk_orders_user»")',
      good: `with op.get_context().autocommit_block():
    op.execute("ALTER TABLE orders DROP CONSTRAINT fk_orders_user")`,
    },
  ],

  *check(context) {
    for (const dropped of droppedConstraints(context)) {
      const { step, operation } = dropped;
      const effect = effectsOfStep(step, context.postgresVersion).find(({ name }) => name === 'drop foreign key');
      if (effect === undefined || isBrief(context, step) || goesAnyway(context, dropped)) continue;
      const parents = otherTables(effect).filter((each) => !step.isNewTable(each) && !step.isSmall(each));
      if (parents.every((each) => tableKey(each) === tableKey(operation.table))) continue;
      const child = context.show(operation.table);
      yield {
        at: placeOfDrop(operation, context.migration.text),
        message: `Dropping ${known(operation.name) ?? 'this foreign key'} blocks ${waiting(effect)} not only of ${child} but of ${parents.map(context.show).join(' and ')} until the transaction ends.`,
        operation,
        fixes: () => wrapInAutocommit(context, operation),
      };
    }
  },
});

/** Its transaction ends right behind it. */
function isBrief({ environment, upgrade }: RuleContext, step: Step): boolean {
  if (!step.inTransaction) return true;
  const alone = upgrade.every((other) => other === step || other.transaction !== step.transaction);
  return alone && environment.transactionPerMigration === true;
}
