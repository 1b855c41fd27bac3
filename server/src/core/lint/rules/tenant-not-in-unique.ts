/** A value that one tenant takes from all others. */

import type { Operation } from '../../operations/operation.ts';
import { findTable, type TableState, tableKey } from '../../schema/catalogue.ts';
import { catalogueAfter } from '../catalogue-after.ts';
import { tenantFirst, uniquePerTenant } from '../fixes/tenant-first.ts';
import { defineRule, type Fix, type RuleContext } from '../rule.ts';
import { tenantColumnOf } from '../tenant-table.ts';
import { uniqueKeys } from '../unique-keys.ts';

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
  name: 'tenant-not-in-unique',
  group: 'tenants',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'suggested',
  options: {
    'globally-unique': {
      default: [
        'id',
        'uuid',
        'guid',
        'public_id',
        'external_id',
        'slug',
        'token',
        'token_hash',
        'api_key',
        'subdomain',
      ],
      doc: 'Columns whose values are unique among all tenants on purpose.',
    },
  },
  docs: {
    summary: 'A unique key of a tenant table leaves the tenant column out.',
    why: 'What one tenant uses, no other can: a second customer gets an error for a number that is free for him, and learns that somebody else has it.',
    instead:
      'Put the tenant column first in the key. Columns that are unique among all tenants on purpose belong in the option `globally-unique`.',
  },
  examples: [
    {
      title: 'Unique per tenant',
      history,
      bad: `with op.get_context().autocommit_block():
    op.create_index("uq_orders_number", "orders", «["number"]», unique=True, postgresql_concurrently=True)`,
      good: `with op.get_context().autocommit_block():
    op.create_index("uq_orders_number", "orders", ["tenant_id", "number"], unique=True, postgresql_concurrently=True)`,
    },
    {
      title: 'In a new table',
      history,
      bad: `op.create_table(
    "payments",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("tenant_id", sa.Integer(), sa.ForeignKey("tenants.id"), nullable=False),
    sa.Column("reference", sa.Text(), «unique=True»),
)`,
      good: `op.create_table(
    "payments",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("tenant_id", sa.Integer(), sa.ForeignKey("tenants.id"), nullable=False),
    sa.Column("reference", sa.Text()),
    sa.UniqueConstraint("tenant_id", "reference"),
)`,
    },
  ],

  *check(context) {
    const { tenancy, upgrade, migration } = context;
    const first = upgrade[0];
    if (first === undefined || (tenancy.strategy !== 'column' && tenancy.strategy !== 'rls')) return;
    const end = catalogueAfter(upgrade, first.before);
    for (const { operation } of upgrade) {
      for (const { table, columns, at } of uniqueKeys(operation, migration.text)) {
        const state = findTable(end, table);
        const column = tenantColumnOf(tenancy, end, table);
        if (state === undefined || column === undefined || columns.length === 0) continue;
        if (tenancy.columns.some((each) => columns.includes(each)) || isGlobal(context, state, columns)) continue;
        const other = `${context.show(table)} (${columns.join(', ')})`;
        yield {
          at,
          message: `${other} is unique without ${column}: a value that one tenant uses is taken for all others.`,
          operation,
          fixes: () => fixesOf(context, operation, columns, column),
        };
      }
    }
  },
});

function fixesOf(
  context: RuleContext,
  operation: Operation,
  columns: readonly string[],
  tenant: string,
): readonly Fix[] {
  const [only, ...more] = columns;
  if (operation.kind === 'create_index' || operation.kind === 'add_unique')
    return tenantFirst(context, operation, tenant);
  if (operation.kind !== 'create_table' || only === undefined || more.length > 0) return [];
  return uniquePerTenant(context, operation, only, tenant);
}

/** Unique anyway, on purpose, or within a row of a tenant table. */
function isGlobal({ options, tenancy, upgrade }: RuleContext, table: TableState, columns: readonly string[]): boolean {
  const listed = options['globally-unique'];
  const names: readonly unknown[] = Array.isArray(listed) ? listed : [];
  const end = upgrade.at(-1)?.after;
  if (columns.some((each) => names.includes(each) || table.columns.get(each)?.type.name === 'uuid')) return true;
  return table.constraints.some((each) => {
    if (each.kind === 'primary-key') return each.columns.every((column) => columns.includes(column));
    if (each.kind !== 'foreign-key' || !each.columns.every((column) => columns.includes(column))) return false;
    const isRoot = tableKey(each.referent) === tenancy.root;
    return isRoot || (end !== undefined && tenantColumnOf(tenancy, end, each.referent) !== undefined);
  });
}
