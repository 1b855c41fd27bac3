/** New rows that belong to nobody. */

import { findTable } from '../../schema/catalogue.ts';
import { isReviewedInsert } from '../data-change.ts';
import { insertWithTenant } from '../fixes/tenant-insert.ts';
import { verb } from '../place.ts';
import { defineRule } from '../rule.ts';
import { tenantColumnOf } from '../tenant-table.ts';

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
  name: 'tenant-insert-missing',
  group: 'tenants',
  level: 'error',
  profile: 'recommended',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'suggested',
  docs: {
    summary: 'Rows are inserted into a tenant table without the tenant column.',
    why: 'Where the column is required the statement is refused. Where it may be NULL the rows belong to no tenant: nobody sees them, or everybody does.',
    instead:
      'Insert the rows once per tenant, by a SELECT from the table of tenants; rows that are made from others belong to their tenant.',
  },
  examples: [
    {
      title: 'Once per tenant',
      history,
      bad: `op.execute("«INSERT» INTO orders (number, status) VALUES ('0', 'draft')")`,
      good: `op.execute("INSERT INTO orders (tenant_id, number, status) SELECT tenants.id, '0', 'draft' FROM tenants")`,
    },
    {
      title: 'Rows made from others',
      history,
      bad: `op.execute("""
    «INSERT» INTO invoices (order_number, status)
    SELECT o.number, 'open'
    FROM orders o
    WHERE o.status = 'paid'
""")`,
      good: `op.execute("""
    INSERT INTO invoices (tenant_id, order_number, status)
    SELECT o.tenant_id, o.number, 'open'
    FROM orders o
    WHERE o.status = 'paid'
""")`,
    },
    {
      title: 'Rows in bulk',
      history,
      bad: `orders = sa.table("orders", sa.column("tenant_id"), sa.column("number"))
«op.bulk_insert»(orders, [{"number": "0"}, {"number": "1"}])`,
      good: `orders = sa.table("orders", sa.column("tenant_id"), sa.column("number"))
tenants = op.get_bind().execute(sa.text("SELECT id FROM tenants")).scalars().all()
op.bulk_insert(orders, [{"tenant_id": tenant, "number": number} for tenant in tenants for number in ("0", "1")])`,
      fixed: false,
    },
  ],

  *check(context) {
    if (context.tenancy.strategy !== 'column' && context.tenancy.strategy !== 'rls') return;
    for (const step of context.upgrade) {
      const { operation, before } = step;
      if (operation.kind !== 'insert' || operation.columns === undefined || isReviewedInsert(operation)) continue;
      const column = tenantColumnOf(context.tenancy, before, operation.table);
      const state = column === undefined ? undefined : findTable(before, operation.table)?.columns.get(column);
      if (column === undefined || state === undefined || state.default !== undefined) continue;
      if (context.tenancy.columns.some((each) => operation.columns?.includes(each))) continue;
      const table = context.show(operation.table);
      yield {
        at: verb(operation, context.migration.text),
        message: state.nullable
          ? `These rows of ${table} get no ${column}, so they belong to no tenant.`
          : operation.query !== undefined
            ? `These rows of ${table} get no ${column}, which is required, so the statement fails where it finds one.`
            : `These rows of ${table} get no ${column}, which is required, so the server refuses them.`,
        operation,
        fixes: () => insertWithTenant(context, step, operation, column),
      };
    }
  },
});
