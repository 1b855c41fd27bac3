/** A tenant table that row level security doesn't guard. */

import { findTable } from '../../schema/catalogue.ts';
import { catalogueAfter } from '../catalogue-after.ts';
import { addRowSecurity } from '../fixes/row-security.ts';
import { verb } from '../place.ts';
import { defineRule } from '../rule.ts';
import { tenantColumnOf } from '../tenant-table.ts';

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
  name: 'tenant-rls-missing',
  group: 'tenants',
  level: 'warning',
  profile: 'recommended',
  dialects: ['postgresql'],
  fix: 'suggested',
  options: {
    setting: {
      default: 'app.tenant_id',
      doc: 'The setting that holds the tenant of the session, for the policy that the fix writes.',
    },
  },
  docs: {
    summary: 'A new tenant table has no row level security although policies keep the tenants of this project apart.',
    why: 'The application relies on the database to hide the rows of other tenants and filters nothing itself. In a table without policy every tenant sees and writes everything.',
    instead: 'Enable row level security and create a policy in the revision that creates the table.',
  },
  examples: [
    {
      title: 'The policy comes with the table',
      tenant: { strategy: 'rls', columns: ['tenant_id'] },
      history,
      bad: `«op.create_table»(
    "payments",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("tenant_id", sa.Integer(), sa.ForeignKey("tenants.id"), nullable=False),
)`,
      good: `op.create_table(
    "payments",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("tenant_id", sa.Integer(), sa.ForeignKey("tenants.id"), nullable=False),
)
op.execute("ALTER TABLE payments ENABLE ROW LEVEL SECURITY")
op.execute("CREATE POLICY tenant_isolation ON payments USING (tenant_id = current_setting('app.tenant_id')::int4)")`,
    },
    {
      title: 'In SQL',
      tenant: { strategy: 'rls', columns: ['tenant_id'] },
      history,
      bad: `op.execute("«CREATE TABLE» payments (id serial PRIMARY KEY, tenant_id integer NOT NULL REFERENCES tenants)")`,
      good: `op.execute("CREATE TABLE payments (id serial PRIMARY KEY, tenant_id integer NOT NULL REFERENCES tenants)")
op.execute("ALTER TABLE payments ENABLE ROW LEVEL SECURITY")
op.execute("CREATE POLICY own ON payments USING (tenant_id = current_setting('app.tenant_id')::integer)")`,
      fixed: false,
    },
  ],

  *check(context) {
    const { tenancy, upgrade, migration, options } = context;
    const first = upgrade[0];
    if (first === undefined || tenancy.strategy !== 'rls') return;
    const end = catalogueAfter(upgrade, first.before);
    for (const { operation } of upgrade) {
      if (operation.kind !== 'create_table' || operation.temporary || operation.partitionOf !== undefined) continue;
      const column = tenantColumnOf(tenancy, end, operation.table);
      const state = findTable(end, operation.table);
      if (column === undefined || state === undefined || state.rowSecurity?.enabled) continue;
      const setting = typeof options['setting'] === 'string' ? options['setting'] : 'app.tenant_id';
      yield {
        at: verb(operation, migration.text),
        message: `${context.show(operation.table)} belongs to tenants and has no row level security: every tenant sees and writes all of its rows.`,
        operation,
        fixes: () =>
          addRowSecurity(context, operation, { column, setting, type: state.columns.get(column)?.type.name }),
      };
    }
  },
});
