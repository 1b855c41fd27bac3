/** Rows that may belong to nobody. */

import { known } from '../../operations/operation.ts';
import { requiredFromTheStart } from '../fixes/tenant-column.ts';
import { argument, wholeArgument } from '../place.ts';
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
  name: 'tenant-column-nullable',
  group: 'tenants',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'suggested',
  docs: {
    summary: 'The tenant column of a table accepts NULL.',
    why: 'A row without tenant is seen by nobody, or by everybody, depending on how a query is written; the first insert that forgets the column goes unnoticed.',
    instead:
      'Make it required: at once in a new table; in an existing one after the rows are filled, by a check that is validated first.',
  },
  examples: [
    {
      title: 'Required from the start',
      history,
      bad: `op.create_table(
    "payments",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("tenant_id", sa.Integer(), sa.ForeignKey("tenants.id"), «nullable=True»),
)`,
      good: `op.create_table(
    "payments",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("tenant_id", sa.Integer(), sa.ForeignKey("tenants.id"), nullable=False),
)`,
    },
    {
      title: 'Made optional later',
      history,
      bad: `op.alter_column("orders", "tenant_id", existing_type=sa.Integer(), «nullable=True»)`,
      good: `op.alter_column("orders", "status", existing_type=sa.Text(), nullable=True)`,
      fixed: false,
    },
  ],

  *check(context) {
    for (const { operation, table, definition, state } of madeTenantColumns(context)) {
      // A column that is added is filled before it is required, by a later revision.
      if (!state.nullable || operation.kind === 'add_column') continue;
      yield {
        at: wholeArgument(definition.call, 'nullable', definition.nullable?.span ?? definition.span),
        message: `${context.show(table)}.${state.name} accepts NULL, so rows may belong to no tenant.`,
        operation,
        fixes: () => requiredFromTheStart(context, definition),
      };
    }
    for (const { operation } of context.upgrade) {
      if (operation.kind !== 'alter_column' || known(operation.nullable) !== true) continue;
      if (!context.tenancy.columns.includes(operation.column.value) || context.tenancy.isShared(operation.table))
        continue;
      yield {
        at: argument(operation, 'nullable') ?? operation.nullable?.span ?? operation.span,
        message: `${context.show(operation.table)}.${operation.column.value} accepts NULL from here on, so rows may belong to no tenant.`,
        operation,
      };
    }
  },
});
