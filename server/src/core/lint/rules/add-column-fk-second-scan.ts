/** A new column whose foreign key comes in a second statement, which reads the whole table. */

import { keyAfterwards, keyInline } from '../fixes/column-constraint.ts';
import { hazards, waiting } from '../hazards.ts';
import { defineRule } from '../rule.ts';

const tables = `op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True))
op.create_table("orders", sa.Column("id", sa.Integer(), primary_key=True))`;

export default defineRule({
  name: 'add-column-fk-second-scan',
  group: 'columns',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'safe',
  docs: {
    summary: 'A column with a foreign key is added to an existing table, and all its rows are read for it.',
    why: 'Alembic adds the column first and the foreign key in a second statement, which holds a SHARE ROW EXCLUSIVE lock on both tables while it reads the child table. Inside ADD COLUMN the server knows that every row is NULL and reads nothing.',
    instead:
      'Pass `inline_references=True` (Alembic 1.18.2 and later) where the column has no default and the key needs no name; otherwise add the key afterwards with `postgresql_not_valid=True` and validate it in a later revision.',
  },
  examples: [
    {
      title: 'In one statement',
      history: tables,
      bad: 'op.add_column("orders", sa.Column("user_id", sa.Integer(), «sa.ForeignKey("users.id")»))',
      good: 'op.add_column("orders", sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id")), inline_references=True)',
    },
    {
      title: 'A key that has a name keeps it',
      history: tables,
      bad: `op.add_column(
    "orders",
    sa.Column("user_id", sa.Integer(), «sa.ForeignKey("users.id", name="fk_orders_user")», nullable=True),
)`,
      good: `op.add_column(
    "orders",
    sa.Column("user_id", sa.Integer(), nullable=True),
)
op.create_foreign_key("fk_orders_user", "orders", "users", ["user_id"], ["id"], postgresql_not_valid=True)`,
    },
    {
      title: 'In a batch block',
      history: tables,
      bad: `with op.batch_alter_table("orders") as batch_op:
    batch_op.add_column(sa.Column("user_id", sa.Integer(), «sa.ForeignKey("users.id")»))`,
      good: `with op.batch_alter_table("orders") as batch_op:
    batch_op.add_column(sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id")), inline_references=True)`,
    },
    {
      title: 'A default makes the server look, in SQL too',
      history: tables,
      bad: 'op.execute("ALTER TABLE orders ADD COLUMN user_id integer DEFAULT 1 «REFERENCES users (id)»")',
      good: `op.execute("ALTER TABLE orders ADD COLUMN user_id integer DEFAULT 1")
op.create_foreign_key("orders_user_id_fkey", "orders", "users", ["user_id"], ["id"], postgresql_not_valid=True)`,
      fixed: false,
    },
  ],

  *check(context) {
    for (const { step, effect } of hazards(context, 'add foreign key', 'add column references default')) {
      const { operation } = step;
      if (operation.kind !== 'add_column') continue;
      const child = context.show(operation.table);
      const parent = operation.column.foreignKeys.find((key) => key.span === effect.at)?.referent;
      const others = parent === undefined ? '' : ` and ${context.show(parent)}`;
      yield {
        at: effect.at,
        message: `The foreign key of the new column ${operation.column.name} reads all of ${child} while ${waiting(effect)} to ${child}${others} wait.`,
        operation,
        fixes: () => {
          const inline = keyInline(context, operation);
          const later = keyAfterwards(context, step, operation);
          return [...inline, ...later.map((fix) => ({ ...fix, preferred: inline.length === 0 }))];
        },
      };
    }
  },
});
