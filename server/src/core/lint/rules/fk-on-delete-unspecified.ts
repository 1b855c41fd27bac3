/** A foreign key doesn't say what happens when its parent is deleted. */

import { sayNoAction } from '../fixes/no-action.ts';
import { foreignKeysOf, placeOfKey } from '../foreign-keys.ts';
import { defineRule } from '../rule.ts';

const tables = `op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True))
op.create_table("orders", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("user_id", sa.Integer()))`;

export default defineRule({
  name: 'fk-on-delete-unspecified',
  group: 'constraints',
  level: 'info',
  profile: 'all',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'safe',
  docs: {
    summary: 'A foreign key has no ON DELETE.',
    why: "It means NO ACTION, so a parent with children can't be deleted; whether that was thought of, nobody sees.",
    instead: 'State it: `ondelete="NO ACTION"`, `"RESTRICT"`, `"SET NULL"` or, where it is meant, `"CASCADE"`.',
  },
  examples: [
    {
      title: 'What happens, said',
      history: tables,
      bad: '«op.create_foreign_key»("fk_orders_user", "orders", "users", ["user_id"], ["id"], postgresql_not_valid=True)',
      good: 'op.create_foreign_key("fk_orders_user", "orders", "users", ["user_id"], ["id"], postgresql_not_valid=True, ondelete="NO ACTION")',
    },
    {
      title: 'In a new table',
      history: tables,
      bad: `op.create_table(
    "invoices",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("user_id", sa.Integer(), «sa.ForeignKey("users.id")»),
)`,
      good: `op.create_table(
    "invoices",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id", ondelete="NO ACTION")),
)`,
    },
    {
      title: 'In SQL',
      history: tables,
      bad: 'op.execute("ALTER TABLE orders ADD «CONSTRAINT fk FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID»")',
      good: 'op.execute("ALTER TABLE orders ADD CONSTRAINT fk FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE RESTRICT NOT VALID")',
      fixed: false,
    },
  ],

  *check(context) {
    for (const { operation } of context.upgrade) {
      for (const { table, key } of foreignKeysOf(operation)) {
        if (key.onDelete !== undefined) continue;
        yield {
          at: placeOfKey(operation, key, context.migration.text),
          message: `What happens to rows of ${context.show(table)} when their row of ${context.show(key.referent)} is deleted isn't said.`,
          operation,
          fixes: () => sayNoAction(context, operation, key),
        };
      }
    }
  },
});
