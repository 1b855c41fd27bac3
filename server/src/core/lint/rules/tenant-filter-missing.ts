/** A data change that crosses the border between tenants. */

import { fillsNewColumns, headOf, isReviewed } from '../data-change.ts';
import { oneTenantAtATime } from '../fixes/tenant-filter.ts';
import { defineRule } from '../rule.ts';
import { bindsTenant, isSingleRow } from '../tenant-condition.ts';
import { tenantColumnOf } from '../tenant-table.ts';

const history = `op.create_table("tenants", sa.Column("id", sa.Integer(), primary_key=True))
op.create_table(
    "orders",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("tenant_id", sa.Integer(), sa.ForeignKey("tenants.id")),
    sa.Column("status", sa.Text()),
)
op.create_table(
    "invoices",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("tenant_id", sa.Integer(), sa.ForeignKey("tenants.id")),
    sa.Column("order_id", sa.Integer()),
)`;

export default defineRule({
  name: 'tenant-filter-missing',
  group: 'tenants',
  level: 'error',
  profile: 'recommended',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'suggested',
  hazard: { name: 'unfiltered-change', specificity: 2 },
  docs: {
    summary: 'An UPDATE or DELETE on a tenant table has no condition on the tenant column.',
    why: 'One statement changes the rows of every tenant at once: a mistake in it is a mistake for all of them, and it locks and writes far more rows than one customer has.',
    instead:
      'Bind the tenant column, once per tenant; or, where all tenants are meant, say so inside the SQL with `-- all-tenants: reason`.',
  },
  examples: [
    {
      title: 'One tenant at a time',
      history,
      bad: `op.execute("«UPDATE orders» SET status = 'open' WHERE status IS NULL")`,
      good: `bind = op.get_bind()
for tenant_id in bind.execute(sa.text("SELECT id FROM tenants")).scalars().all():
    bind.execute(
        sa.text("UPDATE orders SET status = 'open' WHERE status IS NULL AND tenant_id = :tenant_id"),
        {"tenant_id": tenant_id},
    )`,
    },
    {
      title: 'Alternatives stay together',
      history,
      bad: `op.execute("«DELETE FROM orders» WHERE status = 'void' OR status = 'lost'")`,
      good: `bind = op.get_bind()
for tenant_id in bind.execute(sa.text("SELECT id FROM tenants")).scalars().all():
    bind.execute(
        sa.text("DELETE FROM orders WHERE (status = 'void' OR status = 'lost') AND tenant_id = :tenant_id"),
        {"tenant_id": tenant_id},
    )`,
    },
    {
      title: 'A join is a filter only if it binds the tenant',
      history,
      bad: `op.execute(
    "«UPDATE invoices» SET order_id = NULL FROM orders WHERE invoices.order_id = orders.id AND orders.status = 'void'"
)`,
      good: `op.execute(
    "UPDATE invoices SET order_id = NULL FROM orders"
    " WHERE invoices.order_id = orders.id AND orders.status = 'void' AND orders.tenant_id = invoices.tenant_id"
)`,
      fixed: false,
    },
    {
      title: 'With SQLAlchemy Core',
      history,
      bad: `orders = sa.table("orders", sa.column("status"))
op.execute(«orders.update()».values(status="open"))`,
      good: `orders = sa.table("orders", sa.column("status"))
bind = op.get_bind()
for tenant_id in bind.execute(sa.text("SELECT id FROM tenants")).scalars().all():
    bind.execute(orders.update().values(status="open").where(sa.column("tenant_id") == tenant_id))`,
    },
    {
      title: 'Reviewed: all tenants are meant',
      history,
      bad: `op.execute("«UPDATE orders» SET status = lower(status)")`,
      good: `op.execute("""
    -- all-tenants: the application compares in lower case since 5.0
    UPDATE orders SET status = lower(status)
""")`,
      fixed: false,
    },
  ],

  *check(context) {
    for (const step of context.upgrade) {
      const { operation } = step;
      if (operation.kind !== 'update' && operation.kind !== 'delete') continue;
      // Asked for only now, since detecting it takes the whole history.
      if (context.tenancy.strategy !== 'column') return;
      const column = tenantColumnOf(context.tenancy, step.before, operation.table);
      if (column === undefined || step.isNewTable(operation.table)) continue;
      if (isReviewed(operation) || fillsNewColumns(step, operation)) continue;
      if (bindsTenant(operation, context.tenancy.columns) || isSingleRow(operation, step.before)) continue;
      const table = context.show(operation.table);
      const verb = operation.kind === 'update' ? 'UPDATE' : 'DELETE';
      yield {
        at: headOf(operation, context.migration.text),
        message: `This ${verb} on ${table} has no condition on ${column}, so it changes the rows of every tenant.`,
        operation,
        fixes: () => oneTenantAtATime(context, step, operation, column),
      };
    }
  },
});
