/** Rows of tenants that need not exist. */

import { tableKey } from '../../schema/catalogue.ts';
import { linkToTenants } from '../fixes/tenant-column.ts';
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
  name: 'tenant-fk-missing',
  group: 'tenants',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'suggested',
  docs: {
    summary: 'The tenant column of a table has no foreign key to the table of tenants.',
    why: 'Rows of tenants that were deleted, or never existed, stay in the table, and no query of a tenant finds them again.',
    instead: 'Add the foreign key; in an existing table NOT VALID first, then validate it.',
  },
  examples: [
    {
      title: 'With its key',
      history,
      bad: `op.create_table(
    "payments",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column(«"tenant_id"», sa.Integer(), nullable=False),
)`,
      good: `op.create_table(
    "payments",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("tenant_id", sa.Integer(), sa.ForeignKey("tenants.id"), nullable=False),
)`,
    },
  ],

  *check(context) {
    const { root } = context.tenancy;
    if (root === undefined) return;
    for (const { operation, table, definition, state, owner } of madeTenantColumns(context)) {
      const isLinked = owner.constraints.some(
        (each) => each.kind === 'foreign-key' && each.columns.includes(state.name),
      );
      if (isLinked || tableKey(owner) === root || owner.whole === false) continue;
      yield {
        at: definition.nameSpan,
        message: `${context.show(table)}.${state.name} has no foreign key to ${root}, so its rows may belong to tenants that don't exist.`,
        operation,
        // In a table that has rows it takes two steps, which other fixes lead through.
        fixes: () => (operation.kind === 'create_table' ? linkToTenants(context, definition) : []),
      };
    }
  },
});
