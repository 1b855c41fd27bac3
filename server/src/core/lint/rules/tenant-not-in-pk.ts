/** A primary key that a distributed table can't have. */

import { findTable } from '../../schema/catalogue.ts';
import { catalogueAfter } from '../catalogue-after.ts';
import { verb } from '../place.ts';
import { defineRule } from '../rule.ts';
import { madeTenantColumns } from '../tenant-columns.ts';

const history = `op.create_table("tenants", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("slug", sa.Text()))
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
    sa.Column("order_id", sa.Integer()),
)`;

export default defineRule({
  name: 'tenant-not-in-pk',
  group: 'tenants',
  level: 'info',
  profile: 'all',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'none',
  docs: {
    summary: 'The primary key of a tenant table leaves the tenant column out.',
    why: 'A table that is distributed or partitioned by tenant needs the tenant in every unique key, the primary key too; changing it later means writing every reference anew.',
    instead: 'Make the key of the tenant column and the id, where the tables are, or will be, distributed by tenant.',
  },
  examples: [
    {
      title: 'A key of both',
      history,
      bad: `«op.create_table»(
    "payments",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("tenant_id", sa.Integer(), sa.ForeignKey("tenants.id"), nullable=False),
)`,
      good: `op.create_table(
    "payments",
    sa.Column("tenant_id", sa.Integer(), sa.ForeignKey("tenants.id"), primary_key=True),
    sa.Column("id", sa.Integer(), primary_key=True),
)`,
    },
  ],

  *check(context) {
    const first = context.upgrade[0];
    if (first === undefined) return;
    const end = catalogueAfter(context.upgrade, first.before);
    for (const { operation, table, state } of madeTenantColumns(context)) {
      const key = findTable(end, table)?.constraints.find((each) => each.kind === 'primary-key');
      if (operation.kind !== 'create_table' || key?.kind !== 'primary-key' || key.columns.includes(state.name))
        continue;
      yield {
        at: verb(operation, context.migration.text),
        message: `The primary key of ${context.show(table)} leaves ${state.name} out, so the table can't be distributed or partitioned by tenant.`,
        operation,
      };
    }
  },
});
