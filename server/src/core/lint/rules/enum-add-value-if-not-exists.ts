/** A value is added outside of a transaction, and only once. */

import { defineRule } from '../rule.ts';

const orders = `op.create_table(
    "orders",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("state", sa.Enum("open", "paid", name="order_state"), nullable=False),
)`;

export default defineRule({
  name: 'enum-add-value-if-not-exists',
  group: 'enums',
  level: 'info',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'none',
  docs: {
    summary: 'A value is added to an enum in an autocommit block without IF NOT EXISTS.',
    why: 'What runs in an autocommit block stays when a later statement fails, so running the migration again stops at the value that is there already.',
    instead: 'Write `ADD VALUE IF NOT EXISTS`.',
  },
  examples: [
    {
      title: 'Safe to run again',
      history: orders,
      bad: `with op.get_context().autocommit_block():
    op.execute("«ALTER TYPE order_state ADD VALUE 'refunded'»")`,
      good: `with op.get_context().autocommit_block():
    op.execute("ALTER TYPE order_state ADD VALUE IF NOT EXISTS 'refunded'")`,
    },
  ],

  *check({ upgrade }) {
    for (const { operation } of upgrade) {
      if (operation.kind !== 'alter_type' || operation.change.kind !== 'add-value') continue;
      if (operation.change.ifNotExists || operation.circumstance.autocommit === undefined) continue;
      yield {
        at: operation.span,
        message: `Run again after a failure, this stops since ${operation.name} has the value ${operation.change.value} already; add IF NOT EXISTS.`,
        operation,
      };
    }
  },
});
