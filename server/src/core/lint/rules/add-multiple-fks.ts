/** Foreign keys to several tables in one transaction. */

import { known } from '../../operations/operation.ts';
import { tableKey } from '../../schema/catalogue.ts';
import { wrapInAutocommit } from '../fixes/concurrent-index.ts';
import { verb } from '../place.ts';
import { defineRule, type Step } from '../rule.ts';

const tables = `op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True))
op.create_table("shops", sa.Column("id", sa.Integer(), primary_key=True))
op.create_table(
    "orders",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("user_id", sa.Integer()),
    sa.Column("shop_id", sa.Integer()),
)`;

export default defineRule({
  name: 'add-multiple-fks',
  group: 'constraints',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'safe',
  docs: {
    summary: 'Foreign keys to different tables are added in one transaction.',
    why: 'Each takes a SHARE ROW EXCLUSIVE lock on its parent and keeps it to the end. An application that writes those tables in another order waits for one and holds the other: one of the two is killed as a deadlock.',
    instead: 'Add one foreign key per transaction: in revisions of their own, or each in an `autocommit_block()`.',
  },
  examples: [
    {
      title: 'Each in its own transaction',
      history: tables,
      bad: `op.create_foreign_key("fk_orders_user", "orders", "users", ["user_id"], ["id"], postgresql_not_valid=True)
«op.create_foreign_key»("fk_orders_shop", "orders", "shops", ["shop_id"], ["id"], postgresql_not_valid=True)`,
      good: `op.create_foreign_key("fk_orders_user", "orders", "users", ["user_id"], ["id"], postgresql_not_valid=True)
with op.get_context().autocommit_block():
    op.create_foreign_key("fk_orders_shop", "orders", "shops", ["shop_id"], ["id"], postgresql_not_valid=True)`,
    },
    {
      title: 'In SQL',
      history: tables,
      bad: `op.execute("ALTER TABLE orders ADD CONSTRAINT a FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID")
op.execute("«ALTER TABLE» orders ADD CONSTRAINT b FOREIGN KEY (shop_id) REFERENCES shops (id) NOT VALID")`,
      good: `op.execute("ALTER TABLE orders ADD CONSTRAINT a FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID")
with op.get_context().autocommit_block():
    op.execute("ALTER TABLE orders ADD CONSTRAINT b FOREIGN KEY (shop_id) REFERENCES shops (id) NOT VALID")`,
    },
  ],

  *check(context) {
    /** By transaction: the parents whose lock it holds by then. */
    const held = new Map<number, Map<string, string>>();
    for (const step of context.upgrade) {
      const { operation } = step;
      if (operation.kind !== 'add_foreign_key' || isSpared(step)) continue;
      const parent = tableKey(operation.constraint.referent);
      const parents = held.get(step.transaction) ?? new Map<string, string>();
      held.set(step.transaction, parents);
      const [other] = [...parents].filter(([key]) => key !== parent).map(([, name]) => name);
      parents.set(parent, context.show(operation.constraint.referent));
      if (other === undefined) continue;
      const name = known(operation.constraint.name) ?? 'this foreign key';
      yield {
        at: verb(operation, context.migration.text),
        message: `Adding ${name} locks ${context.show(operation.constraint.referent)} while the transaction still holds ${other}, which can end in a deadlock.`,
        operation,
        fixes: () => wrapInAutocommit(context, operation),
      };
    }
  },
});

/** Nobody else can hold one of the two tables. */
function isSpared({ operation, isNewTable }: Step): boolean {
  return (
    operation.kind === 'add_foreign_key' && (isNewTable(operation.table) || isNewTable(operation.constraint.referent))
  );
}
