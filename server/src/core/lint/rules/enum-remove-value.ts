/** A column moves to an enum that lacks values it may hold. */

import type { Operation } from '../../operations/operation.ts';
import { findTable, tableKey } from '../../schema/catalogue.ts';
import { enumOfColumn, enumOfType } from '../enum-types.ts';
import { callOf, wholeArgument } from '../place.ts';
import { defineRule } from '../rule.ts';

const orders = `op.create_table(
    "orders",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("state", sa.Enum("open", "paid", "lost", name="order_state"), nullable=False),
)`;

export default defineRule({
  name: 'enum-remove-value',
  group: 'enums',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'none',
  hazard: { name: 'type-change', specificity: 3 },
  docs: {
    summary: 'A column is changed to an enum without a value that its rows may hold.',
    why: 'PostgreSQL can not take a value out of an enum, so a new type is made and every row is cast to it; the first row that holds the missing value makes the upgrade fail.',
    instead:
      'Leave the value in the type and forbid it with a CHECK, or give the rows another value before the change.',
  },
  examples: [
    {
      title: 'Forbidden rather than removed',
      history: orders,
      bad: `op.execute("ALTER TYPE order_state RENAME TO order_state_old")
op.execute("CREATE TYPE order_state AS ENUM ('open', 'paid')")
op.execute("ALTER TABLE orders ALTER COLUMN state TYPE «order_state» USING state::text::order_state")
op.execute("DROP TYPE order_state_old")`,
      good: `op.create_check_constraint("orders_state_known", "orders", "state <> 'lost'", postgresql_not_valid=True)`,
    },
  ],

  *check(context) {
    for (const [i, { operation, before }] of context.upgrade.entries()) {
      if (operation.kind !== 'alter_column' || operation.type === undefined) continue;
      const column = findTable(before, operation.table)?.columns.get(operation.column.value);
      const old = enumOfColumn(before, column)?.labels;
      const next = enumOfType(before, operation.type.value)?.labels;
      const key = tableKey(operation.table);
      const prepared = context.upgrade.slice(0, i).some((step) => changesRows(step.operation, key));
      if (old === undefined || next === undefined || prepared) continue;
      const missing = old.filter((label) => !next.includes(label));
      if (missing.length === 0) continue;
      const name = `${context.show(operation.table)}.${operation.column.value}`;
      yield {
        at: wholeArgument(callOf(operation), 'type_', operation.type.span),
        message: `Rows of ${name} that hold ${missing.join(' or ')} have no value in the new type, so the change fails on the first of them.`,
        operation,
      };
    }
  },
});

function changesRows(operation: Operation, table: string): boolean {
  return (operation.kind === 'update' || operation.kind === 'delete') && tableKey(operation.table) === table;
}
