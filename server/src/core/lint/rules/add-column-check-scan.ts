/** A new column whose check is tested against every row. */

import { checkAfterwards } from '../fixes/column-constraint.ts';
import { hazards, waiting } from '../hazards.ts';
import { defineRule } from '../rule.ts';

const items = 'op.create_table("items", sa.Column("id", sa.Integer(), primary_key=True))';

export default defineRule({
  name: 'add-column-check-scan',
  group: 'columns',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'safe',
  docs: {
    summary: 'A column is added to an existing table together with a CHECK.',
    why: 'PostgreSQL tests the check against every row under an ACCESS EXCLUSIVE lock, although the new column is NULL in all of them, so nobody can read or write the table until the scan ends.',
    instead:
      'Add the column without the check, then the check with `postgresql_not_valid=True`, and validate it in a later revision, which blocks nobody.',
  },
  examples: [
    {
      title: 'The check in a statement of its own',
      history: items,
      bad: 'op.add_column("items", sa.Column("price", sa.Integer(), «sa.CheckConstraint("price > 0", name="ck_items_price")»))',
      good: `op.add_column("items", sa.Column("price", sa.Integer()))
op.create_check_constraint("ck_items_price", "items", "price > 0", postgresql_not_valid=True)`,
    },
    {
      title: 'In a batch block',
      history: items,
      bad: `with op.batch_alter_table("items") as batch_op:
    batch_op.add_column(sa.Column("price", sa.Integer(), «sa.CheckConstraint("price > 0")»))`,
      good: `with op.batch_alter_table("items") as batch_op:
    batch_op.add_column(sa.Column("price", sa.Integer()))
op.create_check_constraint("items_price_check", "items", "price > 0", postgresql_not_valid=True)`,
    },
    {
      title: 'An enum that is kept as text',
      history: items,
      bad: `op.add_column(
    "items",
    sa.Column("size", «sa.Enum("s", "m", name="ck_items_size", native_enum=False, create_constraint=True)»),
)`,
      good: `op.add_column(
    "items",
    sa.Column("size", sa.Enum("s", "m", name="ck_items_size", native_enum=False)),
)
op.create_check_constraint("ck_items_size", "items", "size IN ('s', 'm')", postgresql_not_valid=True)`,
    },
    {
      title: 'In SQL',
      history: items,
      bad: 'op.execute("ALTER TABLE items ADD COLUMN price integer «CHECK (price > 0)»")',
      good: `op.execute("ALTER TABLE items ADD COLUMN price integer")
op.create_check_constraint("items_price_check", "items", "price > 0", postgresql_not_valid=True)`,
    },
  ],

  *check(context) {
    for (const { step, effect } of hazards(context, 'add column check')) {
      const { operation } = step;
      if (operation.kind !== 'add_column') continue;
      const table = context.show(operation.table);
      yield {
        at: effect.at,
        message: `Adding ${table}.${operation.column.name} with a check reads all of ${table} while ${waiting(effect)} wait.`,
        operation,
        fixes: () => checkAfterwards(context, step, operation),
      };
    }
  },
});
