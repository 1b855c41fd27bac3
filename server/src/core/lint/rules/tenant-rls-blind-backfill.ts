/** A data change that sees no rows, since the policies hide them. */

import { findTable } from '../../schema/catalogue.ts';
import { headOf } from '../data-change.ts';
import { defineRule } from '../rule.ts';

const history = `op.create_table("tenants", sa.Column("id", sa.Integer(), primary_key=True))
op.create_table(
    "orders",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("tenant_id", sa.Integer(), sa.ForeignKey("tenants.id"), nullable=False),
    sa.Column("status", sa.Text()),
)
op.execute("ALTER TABLE orders ENABLE ROW LEVEL SECURITY")
op.execute("ALTER TABLE orders FORCE ROW LEVEL SECURITY")`;

export default defineRule({
  name: 'tenant-rls-blind-backfill',
  group: 'tenants',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'none',
  options: {
    'bypasses-rls': { default: false, doc: 'The role that runs migrations is a superuser or has BYPASSRLS.' },
  },
  docs: {
    summary: 'A data change runs on a table that forces row level security, without a tenant being set.',
    why: 'FORCE holds for the owner too. Where the session names no tenant the policies hide every row: the statement changes nothing and reports success.',
    instead:
      'Set the tenant first, once per tenant; or `SET LOCAL row_security = off` with a role that may, which fails loudly where it may not.',
  },
  examples: [
    {
      title: 'One tenant after the other',
      tenant: { strategy: 'rls', columns: ['tenant_id'] },
      history,
      bad: `op.execute("«UPDATE orders» SET status = 'open' WHERE status IS NULL")`,
      good: `bind = op.get_bind()
for tenant_id in bind.execute(sa.text("SELECT id FROM tenants")).scalars().all():
    bind.execute(sa.text("SELECT set_config('app.tenant_id', :tenant, true)"), {"tenant": str(tenant_id)})
    bind.execute(sa.text("UPDATE orders SET status = 'open' WHERE status IS NULL"))`,
    },
  ],

  *check(context) {
    if (context.tenancy.strategy !== 'rls' || context.options['bypasses-rls'] === true) return;
    let isSet = false;
    for (const { operation, before } of context.upgrade) {
      isSet ||= operation.kind === 'statement' && operation.command === 'SET';
      isSet ||= operation.kind === 'select' && operation.functions?.includes('set_config') === true;
      if (isSet || (operation.kind !== 'update' && operation.kind !== 'delete')) continue;
      const security = findTable(before, operation.table)?.rowSecurity;
      if (security === undefined || !security.enabled || !security.forced) continue;
      const table = context.show(operation.table);
      yield {
        at: headOf(operation, context.migration.text),
        message: `${table} forces row level security and no tenant is set, so this ${operation.kind.toUpperCase()} may find no rows and change nothing. Set the tenant, or row_security = off.`,
        operation,
      };
    }
  },
});
