/** A new table in a project whose rows belong to tenants, without saying whose its rows are. */

import { type Catalogue, findTable, type TableState, tableKey } from '../../schema/catalogue.ts';
import { addTenantColumn } from '../fixes/tenant-column.ts';
import { verb } from '../place.ts';
import { defineRule, type RuleContext } from '../rule.ts';
import { tenantColumnOf } from '../tenant-table.ts';

const history = `op.create_table("tenants", sa.Column("id", sa.Integer(), primary_key=True))
op.create_table(
    "orders",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("tenant_id", sa.Integer(), sa.ForeignKey("tenants.id")),
)
op.create_table(
    "invoices",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("tenant_id", sa.Integer(), sa.ForeignKey("tenants.id")),
)`;

export default defineRule({
  name: 'tenant-column-missing',
  group: 'tenants',
  level: 'warning',
  profile: 'recommended',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'suggested',
  docs: {
    summary: 'A new table has no tenant column although the rows of this project belong to tenants.',
    why: 'Nothing keeps the rows of one tenant from another in this table, and adding the column later means a backfill of every row.',
    instead:
      'Add the tenant column with its foreign key and an index; name tables that all tenants share in `shared-tables` of the configuration.',
  },
  examples: [
    {
      title: 'The column, its foreign key and its index',
      history,
      bad: `«op.create_table»(
    "payments",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("amount", sa.Numeric(10, 2)),
)`,
      good: `op.create_table(
    "payments",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("tenant_id", sa.Integer(), sa.ForeignKey("tenants.id"), nullable=False),
    sa.Column("amount", sa.Numeric(10, 2)),
)
op.create_index("ix_payments_tenant_id", "payments", ["tenant_id"])`,
    },
    {
      title: 'In SQL',
      history,
      bad: 'op.execute("«CREATE TABLE» payments (id serial PRIMARY KEY, amount numeric(10, 2))")',
      good: `op.execute(
    "CREATE TABLE payments ("
    " id serial PRIMARY KEY, tenant_id integer NOT NULL REFERENCES tenants (id), amount numeric(10, 2))"
)`,
      fixed: false,
    },
  ],

  *check(context) {
    if (!context.upgrade.some(({ operation }) => operation.kind === 'create_table')) return;
    const { tenancy } = context;
    if (tenancy.strategy !== 'column') return;
    const end = context.upgrade.at(-1)?.after;
    if (end === undefined) return;
    const without = context.upgrade.flatMap(({ operation }) => {
      if (operation.kind !== 'create_table' || operation.partial || operation.partitionOf !== undefined) return [];
      const state = findTable(end, operation.table);
      if (state === undefined || isExempt(context, state)) return [];
      return tenantColumnOf(tenancy, end, operation.table) === undefined ? [{ operation, state }] : [];
    });
    if (without.length === 0 || !keepsTenants(context, end)) return;
    for (const { operation, state } of without) {
      const table = context.show(operation.table);
      const names = tenancy.columns.join(' or ');
      const inherits = linksTenantTables(context, state);
      yield {
        at: verb(operation, context.migration.text),
        message: inherits
          ? `${table} has no ${names}: it belongs to a tenant only through the tables that it links.`
          : `${table} has no ${names}, so nothing says whose its rows are.`,
        operation,
        ...(inherits ? { level: 'info' as const } : {}),
        fixes: () => addTenantColumn(context, operation),
      };
    }
  },
});

/**
 * Whether it is the custom of this project, at this point of its history, that tables belong to tenants. A tenant column
 * that was only detected may be that of a feature, such as organizations in a product for everybody.
 */
function keepsTenants(context: RuleContext, { tables }: Catalogue): boolean {
  const { tenancy, migration } = context;
  let owned = 0;
  let others = 0;
  for (const table of tables.values()) {
    if (tenancy.tenantColumn(table) !== undefined) owned++;
    else if (!isExempt(context, table) && table.by.revision !== migration.header.revision?.value) others++;
  }
  return owned >= 2 && (tenancy.source === 'configured' || owned >= others);
}

function isExempt({ tenancy }: RuleContext, table: TableState): boolean {
  return tenancy.isShared(table) || tableKey(table) === tenancy.root || table.name === 'alembic_version';
}

/** An association table whose both sides carry the tenant column. */
function linksTenantTables({ tenancy, upgrade }: RuleContext, table: TableState): boolean {
  const end = upgrade.at(-1)?.after;
  const referents = table.constraints.flatMap((each) => (each.kind === 'foreign-key' ? [each.referent] : []));
  if (end === undefined || referents.length < 2) return false;
  return referents.every((referent) => tenantColumnOf(tenancy, end, referent) !== undefined);
}
