/** A join that brings the rows of two tenants together. */

import { findTable } from '../../schema/catalogue.ts';
import { fillsNewColumns, headOf, isReviewed, isReviewedInsert } from '../data-change.ts';
import { sameTenant } from '../fixes/tenant-join.ts';
import { verb } from '../place.ts';
import { defineRule } from '../rule.ts';
import { unlinkedTables } from '../tenant-links.ts';

const history = `op.create_table("tenants", sa.Column("id", sa.Integer(), primary_key=True))
op.create_table(
    "orders",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("tenant_id", sa.Integer(), sa.ForeignKey("tenants.id"), nullable=False),
    sa.Column("number", sa.Text()),
    sa.Column("status", sa.Text()),
)
op.create_table(
    "invoices",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("tenant_id", sa.Integer(), sa.ForeignKey("tenants.id"), nullable=False),
    sa.Column("order_number", sa.Text()),
    sa.Column("status", sa.Text()),
)`;

export default defineRule({
  name: 'tenant-join-mismatch',
  group: 'tenants',
  level: 'error',
  profile: 'recommended',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'suggested',
  hazard: { name: 'unfiltered-change', specificity: 1.5 },
  docs: {
    summary: 'A data change joins two tenant tables without equating their tenant columns.',
    why: 'A number or a name that two tenants both use matches across the border, and the rows of one are written with what belongs to the other. Nothing fails; somebody notices later.',
    instead: 'Add `a.tenant_id = b.tenant_id` to the join.',
  },
  examples: [
    {
      title: 'The tenant is part of the join',
      history,
      bad: `op.execute(
    "«UPDATE invoices» SET status = orders.status FROM orders"
    " WHERE invoices.order_number = orders.number AND orders.tenant_id = 7"
)`,
      good: `op.execute(
    "UPDATE invoices SET status = orders.status FROM orders"
    " WHERE invoices.order_number = orders.number AND orders.tenant_id = 7 AND orders.tenant_id = invoices.tenant_id"
)`,
    },
    {
      title: 'Rows that are copied',
      history,
      bad: `op.execute(
    "«INSERT» INTO invoices (tenant_id, order_number) SELECT o.tenant_id, i.order_number"
    " FROM orders o JOIN invoices i ON i.order_number = o.number"
)`,
      good: `op.execute(
    "INSERT INTO invoices (tenant_id, order_number) SELECT o.tenant_id, i.order_number"
    " FROM orders o JOIN invoices i ON i.order_number = o.number AND i.tenant_id = o.tenant_id"
)`,
    },
  ],

  *check(context) {
    if (context.tenancy.strategy !== 'column' && context.tenancy.strategy !== 'rls') return;
    for (const step of context.upgrade) {
      const { operation, before } = step;
      const isInsert = operation.kind === 'insert';
      if (!isInsert && operation.kind !== 'update' && operation.kind !== 'delete') continue;
      if (isInsert ? isReviewedInsert(operation) : isReviewed(operation)) continue;
      const found = unlinkedTables(operation, before, context.tenancy);
      if (found === undefined) continue;
      const { one, other, byKey } = found;
      const keyed = [one, other].some(({ table }) =>
        findTable(before, table)?.constraints.some(
          (each) => each.kind === 'foreign-key' && [one.table.name, other.table.name].includes(each.referent.name),
        ),
      );
      const { text } = context.migration;
      const isBackfill = !isInsert && fillsNewColumns(step, operation);
      // Along a key the rows are of one tenant unless a reference itself crosses.
      const isLikely = !keyed && !byKey;
      yield {
        at: isInsert ? verb(operation, text) : headOf(operation, text),
        message: `${one.name} and ${other.name} are joined without ${one.name}.${one.column} = ${other.name}.${other.column}, so rows of one tenant may meet those of another.`,
        operation,
        ...(isLikely ? (isBackfill ? { level: 'warning' as const } : {}) : { level: 'info' as const }),
        fixes: () => sameTenant(operation, found, isLikely),
      };
    }
  },
});
