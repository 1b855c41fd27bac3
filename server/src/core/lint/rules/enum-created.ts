/** A new enum type. */

import { defineRule } from '../rule.ts';

export default defineRule({
  name: 'enum-created',
  group: 'enums',
  level: 'info',
  profile: 'all',
  dialects: ['postgresql'],
  fix: 'none',
  docs: {
    summary: 'An enum type is created.',
    why: 'Values can be added to an enum but never removed, and each change needs a migration.',
    instead: 'Use a lookup table, or text with a CHECK, where the values will come and go.',
  },
  examples: [
    {
      title: 'Text with a check',
      bad: `«sa.Enum("open", "paid", name="order_state").create(op.get_bind())»`,
      good: 'op.create_table("orders", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("state", sa.Text()), sa.CheckConstraint("state IN (\'open\', \'paid\')"))',
    },
    {
      title: 'In SQL',
      bad: `op.execute("«CREATE TYPE order_state AS ENUM ('open', 'paid')»")`,
      good: 'op.create_table("orders", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("state", sa.Text()))',
    },
  ],

  *check({ upgrade }) {
    for (const { operation, before, after } of upgrade) {
      for (const [key, type] of after.enums) {
        if (before.enums.has(key) || (operation.kind === 'alter_type' && operation.change.kind === 'rename')) continue;
        yield {
          at: operation.span,
          message: `The enum ${type.name ?? key} can get more values, but never loses one.`,
          operation,
        };
      }
    }
  },
});
