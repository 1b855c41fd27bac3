/** A downgrade that leaves the value it seems to undo. */

import { saysIrreversible } from '../downgrade.ts';
import { defineRule } from '../rule.ts';

const orders = `op.create_table(
    "orders",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("state", sa.Enum("open", "paid", name="order_state"), nullable=False),
)`;

export default defineRule({
  name: 'enum-downgrade-impossible',
  group: 'enums',
  level: 'info',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'none',
  scope: { downgrade: true },
  docs: {
    summary: "The upgrade adds a value to an enum, and the downgrade doesn't say that it stays.",
    why: 'PostgreSQL can not remove a value from an enum, so after the downgrade it is still there, and upgrading again needs IF NOT EXISTS.',
    instead: 'Say so in the downgrade: `# irreversible: the value stays`.',
  },
  examples: [
    {
      title: 'Said in the downgrade',
      history: orders,
      bad: `op.execute("«ALTER TYPE order_state ADD VALUE IF NOT EXISTS 'sent'»")
op.add_column("orders", sa.Column("sent_on", sa.Date()))`,
      badDowngrade: 'op.drop_column("orders", "sent_on")',
      good: `op.execute("ALTER TYPE order_state ADD VALUE IF NOT EXISTS 'sent'")
op.add_column("orders", sa.Column("sent_on", sa.Date()))`,
      goodDowngrade: `# irreversible: the value stays in order_state
op.drop_column("orders", "sent_on")`,
    },
  ],

  *check(context) {
    const { functions } = context.migration;
    if (functions.downgrade === undefined || functions.downgrade.empty || saysIrreversible(context)) return;
    const last = (context.downgrade.at(-1) ?? context.upgrade.at(-1))?.after;
    for (const { operation } of context.upgrade) {
      if (operation.kind !== 'alter_type' || operation.change.kind !== 'add-value') continue;
      const { value } = operation.change;
      const left = [...(last?.enums.values() ?? [])].find(({ name }) => name === operation.name)?.labels;
      if (left !== undefined && !left.includes(value)) continue;
      yield {
        at: operation.span,
        message: `The downgrade can't take ${value} out of ${operation.name} and doesn't say so.`,
        operation,
      };
    }
  },
});
