/** A foreign key that lets one DELETE empty other tables. */

import { isKnown } from '../../operations/operation.ts';
import { findTable, type TableState } from '../../schema/catalogue.ts';
import { restrictInstead } from '../fixes/restrict.ts';
import { foreignKeysOf } from '../foreign-keys.ts';
import { isBeforeStart } from '../hazards.ts';
import { withKeyword } from '../place.ts';
import { defineRule } from '../rule.ts';

const tables = `op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True))
op.create_table("orders", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("user_id", sa.Integer()))`;

export default defineRule({
  name: 'fk-on-delete-cascade',
  group: 'constraints',
  level: 'warning',
  profile: 'recommended',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'suggested',
  scope: { roots: true },
  docs: {
    summary: 'A foreign key deletes the rows that refer to a deleted row.',
    why: 'One DELETE on the parent silently removes rows of every table behind it, locks them all, and runs their triggers; a wrong one takes a customer with all history.',
    instead:
      'Use `RESTRICT`, and delete the children explicitly and in batches where that is meant. A pure join table may cascade.',
  },
  options: {
    parents: { default: [], doc: 'Tables whose children may be deleted with them, e.g. `["carts"]`.' },
  },
  examples: [
    {
      title: 'The parent stays as long as it has children',
      history: tables,
      bad: `op.create_foreign_key(
    "fk_orders_user", "orders", "users", ["user_id"], ["id"], «ondelete="CASCADE"», postgresql_not_valid=True
)`,
      good: `op.create_foreign_key(
    "fk_orders_user", "orders", "users", ["user_id"], ["id"], ondelete="RESTRICT", postgresql_not_valid=True
)`,
    },
    {
      title: 'In a new table',
      history: tables,
      bad: `op.create_table(
    "invoices",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id", «ondelete="CASCADE"»)),
    sa.Column("total", sa.Numeric(10, 2)),
)`,
      good: `op.create_table(
    "invoices",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id", ondelete="RESTRICT")),
    sa.Column("total", sa.Numeric(10, 2)),
)`,
    },
    {
      title: 'In a batch block',
      history: tables,
      bad: `with op.batch_alter_table("orders") as batch_op:
    batch_op.create_foreign_key(
        "fk_orders_user", "users", ["user_id"], ["id"], «ondelete="CASCADE"», postgresql_not_valid=True
    )`,
      good: `with op.batch_alter_table("orders") as batch_op:
    batch_op.create_foreign_key(
        "fk_orders_user", "users", ["user_id"], ["id"], ondelete="RESTRICT", postgresql_not_valid=True
    )`,
    },
    {
      title: 'In SQL',
      history: tables,
      bad: `op.execute(
    "ALTER TABLE orders ADD CONSTRAINT fk_orders_user FOREIGN KEY (user_id)"
    " REFERENCES users (id) «ON DELETE CASCADE» NOT VALID"
)`,
      good: `op.execute(
    "ALTER TABLE orders ADD CONSTRAINT fk_orders_user FOREIGN KEY (user_id)"
    " REFERENCES users (id) ON DELETE RESTRICT NOT VALID"
)`,
    },
  ],

  *check(context) {
    if (isBeforeStart(context)) return;
    const allowed = listOf(context.options['parents']);
    for (const step of context.upgrade) {
      for (const { key, table } of foreignKeysOf(step.operation)) {
        if (!isKnown(key.onDelete) || key.onDelete.value.toUpperCase() !== 'CASCADE') continue;
        if (allowed.includes(key.referent.name) || isJoinTable(findTable(step.after, table))) continue;
        const [child, parent] = [context.show(table), context.show(key.referent)];
        const at = withKeyword(context.migration.text, key.onDelete.span);
        yield {
          at,
          message: `Deleting a row of ${parent} silently deletes every row of ${child} that refers to it.`,
          operation: step.operation,
          fixes: () => restrictInstead(context, at),
        };
      }
    }
  },
});

/** Two foreign keys or more, and nothing else but a key of its own. */
function isJoinTable(table: TableState | undefined): boolean {
  if (table === undefined || !table.whole) return false;
  const keys = table.constraints.filter((each) => each.kind === 'foreign-key');
  const columns = new Set(
    table.constraints.flatMap((each) => (isKey(each.kind) && 'columns' in each ? each.columns : [])),
  );
  return keys.length >= 2 && [...table.columns.keys()].every((column) => columns.has(column));
}

function isKey(kind: TableState['constraints'][number]['kind']): boolean {
  return kind === 'foreign-key' || kind === 'primary-key';
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
