/** A value is added at the end of an enum, as nobody said where. */

import { defineRule } from '../rule.ts';

const orders = `op.create_table(
    "orders",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("state", sa.Enum("open", "paid", name="order_state"), nullable=False),
)`;

export default defineRule({
  name: 'enum-value-ordering',
  group: 'enums',
  level: 'info',
  profile: 'all',
  dialects: ['postgresql'],
  fix: 'none',
  docs: {
    summary: 'A value is added to an enum without a place.',
    why: 'It goes behind all others, and ORDER BY and comparisons follow that order, which can not be changed later.',
    instead: 'Say `BEFORE` or `AFTER` which value it belongs, where the order means something.',
  },
  examples: [
    {
      title: 'In its place',
      history: orders,
      bad: `op.execute("«ALTER TYPE order_state ADD VALUE 'sent'»")`,
      good: `op.execute("ALTER TYPE order_state ADD VALUE 'sent' AFTER 'open'")`,
    },
  ],

  *check({ upgrade }) {
    for (const { operation } of upgrade) {
      if (operation.kind !== 'alter_type' || operation.change.kind !== 'add-value') continue;
      if (operation.change.neighbour !== undefined) continue;
      yield {
        at: operation.span,
        message: `${operation.change.value} goes behind all other values of ${operation.name}; say BEFORE or AFTER where the order matters.`,
        operation,
      };
    }
  },
});
