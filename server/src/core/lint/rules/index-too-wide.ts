/** An index with many key columns. */

import { known } from '../../operations/operation.ts';
import { argument, verb } from '../place.ts';
import { defineRule } from '../rule.ts';

const orders = `op.create_table(
    "orders",
    sa.Column("id", sa.Integer(), primary_key=True),
    *[sa.Column(name, sa.Text()) for name in ("a", "b", "c", "d", "e")],
)`;

export default defineRule({
  name: 'index-too-wide',
  group: 'indexes',
  level: 'info',
  profile: 'all',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'none',
  options: { most: { default: 4, doc: 'The number of key columns that an index may have.' } },
  docs: {
    summary: "An index that isn't unique has many key columns.",
    why: 'Behind the first few, columns narrow a search down by little, while they make the index large and every write slower.',
    instead: 'Keep the columns that queries compare with, and put those that they only read into `postgresql_include`.',
  },
  examples: [
    {
      title: 'What is only read is included',
      history: orders,
      bad: `with op.get_context().autocommit_block():
    op.create_index("ix_orders_wide", "orders", «["a", "b", "c", "d", "e"]», postgresql_concurrently=True)`,
      good: `with op.get_context().autocommit_block():
    op.create_index(
        "ix_orders_wide", "orders", ["a", "b"], postgresql_include=["c", "d", "e"], postgresql_concurrently=True
    )`,
    },
  ],

  *check(context) {
    const { most } = context.options;
    for (const { operation } of context.upgrade) {
      if (operation.kind !== 'create_index' || operation.unique) continue;
      const { length } = operation.columns;
      if (typeof most !== 'number' || length <= most) continue;
      yield {
        at: argument(operation, 'columns') ?? verb(operation, context.migration.text),
        message: `${known(operation.name) ?? 'This index'} has ${length} key columns, more than the ${most} that are configured.`,
        operation,
      };
    }
  },
});
