/** A tenant column of another type than the key of tenants. */

import { catalogueAfter } from '../catalogue-after.ts';
import { typeOfParent } from '../fixes/type-of-parent.ts';
import { wholeArgument } from '../place.ts';
import { defineRule } from '../rule.ts';
import { madeTenantColumns } from '../tenant-columns.ts';
import { rootKeyOf } from '../tenant-root.ts';

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
  name: 'tenant-column-type-drift',
  group: 'tenants',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'suggested',
  docs: {
    summary: 'The tenant column of a table has another type than the key of the table of tenants.',
    why: 'A foreign key between them is refused or compares through a cast, joins do not use the index, and a narrower column runs out of numbers before the tenants do.',
    instead: 'Give it the type of the key that it refers to.',
  },
  examples: [
    {
      title: 'The type of the key',
      history,
      bad: `op.create_table(
    "payments",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("tenant_id", «sa.BigInteger()», sa.ForeignKey("tenants.id"), nullable=False),
)`,
      good: `op.create_table(
    "payments",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("tenant_id", sa.Integer(), sa.ForeignKey("tenants.id"), nullable=False),
)`,
    },
  ],

  *check(context) {
    const first = context.upgrade[0];
    const key = first && rootKeyOf(context.tenancy, catalogueAfter(context.upgrade, first.before));
    if (key === undefined) return;
    for (const { operation, table, definition, state } of madeTenantColumns(context)) {
      const type = state.type.name;
      if (type === undefined || key.type.name === undefined || type === key.type.name) continue;
      yield {
        at: wholeArgument(definition.call, 'type_', definition.type.span),
        message: `${context.show(table)}.${state.name} is ${type} while ${context.tenancy.root}.${key.name} is ${key.type.name}.`,
        operation,
        fixes: () => typeOfParent(context, definition, key),
      };
    }
  },
});
