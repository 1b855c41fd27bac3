/** A foreign key that may cross from one tenant to another. */

import type { ForeignKeyClause, Operation, TableName } from '../../operations/operation.ts';
import { tableKey } from '../../schema/catalogue.ts';
import { catalogueAfter } from '../catalogue-after.ts';
import { defineRule } from '../rule.ts';
import { tenantColumnOf } from '../tenant-table.ts';

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
  name: 'tenant-not-in-fk',
  group: 'tenants',
  level: 'info',
  profile: 'strict',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'none',
  docs: {
    summary: 'A foreign key between two tenant tables leaves the tenant column out.',
    why: 'The database lets a row of one tenant point at a row of another; only the application stands between them.',
    instead: 'Make the key unique together with the tenant column in the parent, and refer to both.',
  },
  examples: [
    {
      title: 'The tenant is part of the key',
      history,
      bad: `«op.create_foreign_key("fk_invoices_order", "invoices", "orders", ["order_id"], ["id"], postgresql_not_valid=True)»`,
      good: `with op.get_context().autocommit_block():
    op.create_index("uq_orders_tenant_id", "orders", ["tenant_id", "id"], unique=True, postgresql_concurrently=True)
op.create_foreign_key(
    "fk_invoices_order",
    "invoices",
    "orders",
    ["tenant_id", "order_id"],
    ["tenant_id", "id"],
    postgresql_not_valid=True,
)`,
    },
  ],

  *check(context) {
    const first = context.upgrade[0];
    if (first === undefined || context.tenancy.strategy !== 'column') return;
    const end = catalogueAfter(context.upgrade, first.before);
    for (const { operation } of context.upgrade) {
      for (const { table, key } of keysOf(operation)) {
        const own = tenantColumnOf(context.tenancy, end, table);
        const other = tenantColumnOf(context.tenancy, end, key.referent);
        if (own === undefined || other === undefined || own !== other || key.columns.includes(own)) continue;
        if (tableKey(key.referent) === context.tenancy.root) continue;
        yield {
          at: key.span,
          message: `Nothing keeps ${context.show(table)} (${key.columns.join(', ')}) from pointing at a row of ${context.show(key.referent)} that belongs to another tenant.`,
          operation,
        };
      }
    }
  },
});

function keysOf(operation: Operation): readonly { readonly table: TableName; readonly key: ForeignKeyClause }[] {
  switch (operation.kind) {
    case 'add_foreign_key':
      return [{ table: operation.table, key: operation.constraint }];
    case 'add_column':
      return operation.column.foreignKeys.map((key) => ({ table: operation.table, key }));
    case 'create_table': {
      const { table } = operation;
      const declared = operation.constraints.flatMap((each) =>
        each.kind === 'foreign-key' ? [{ table, key: each }] : [],
      );
      return [...operation.columns.flatMap((column) => column.foreignKeys.map((key) => ({ table, key }))), ...declared];
    }
    default:
      return [];
  }
}
