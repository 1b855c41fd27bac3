/** An index that mixes the tenants. */

import { findTable, tableKey } from '../../schema/catalogue.ts';
import { tenantFirst } from '../fixes/tenant-first.ts';
import { argument, verb } from '../place.ts';
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
  name: 'tenant-not-leading-index',
  group: 'tenants',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'suggested',
  docs: {
    summary: 'An index of a tenant table does not begin with the tenant column.',
    why: 'Queries of one tenant read the entries of all others on the way: the largest customer makes everybody slow.',
    instead:
      'Put the tenant column first. An index that serves a foreign key, a lookup by a global key, or a condition of its own may begin with what it serves.',
  },
  examples: [
    {
      title: 'The tenant first',
      history,
      bad: `with op.get_context().autocommit_block():
    op.create_index("ix_orders_status", "orders", «["status"]», postgresql_concurrently=True)`,
      good: `with op.get_context().autocommit_block():
    op.create_index("ix_orders_status", "orders", ["tenant_id", "status"], postgresql_concurrently=True)`,
    },
    {
      title: 'In SQL',
      history,
      bad: `with op.get_context().autocommit_block():
    op.execute("«CREATE INDEX CONCURRENTLY» ix_orders_status ON orders (status, tenant_id)")`,
      good: `with op.get_context().autocommit_block():
    op.execute("CREATE INDEX CONCURRENTLY ix_orders_status ON orders (tenant_id, status)")`,
    },
  ],

  *check(context) {
    for (const { operation, after } of context.upgrade) {
      if (operation.kind !== 'create_index' || operation.unique || operation.where !== undefined) continue;
      if (operation.method !== undefined && operation.method !== 'btree') continue;
      const column = tenantColumnOf(context.tenancy, after, operation.table);
      const state = findTable(after, operation.table);
      const lead = operation.columns[0]?.value;
      if (
        column === undefined ||
        state === undefined ||
        lead === undefined ||
        state.columns.get(lead)?.type.name === 'uuid'
      )
        continue;
      // An index for a foreign key serves the deletes of its parent, and begins with the key.
      const serves = state.constraints.some((each) => each.kind === 'foreign-key' && each.columns[0] === lead);
      if (context.tenancy.columns.includes(lead) || serves || tableKey(state) === context.tenancy.root) continue;
      yield {
        at: argument(operation, 'columns') ?? verb(operation, context.migration.text),
        message: `This index of ${context.show(operation.table)} begins with ${lead}, not with ${column}: queries of one tenant go through the entries of all.`,
        operation,
        fixes: () => tenantFirst(context, operation, column),
      };
    }
  },
});
