/** A new column of an enum that nothing creates. */

import type { OperationOf } from '../../operations/operation.ts';
import { findTable } from '../../schema/catalogue.ts';
import { findEnum } from '../../schema/enums.ts';
import { createEnumBefore } from '../fixes/create-enum.ts';
import { wholeArgument } from '../place.ts';
import { defineRule, type Step } from '../rule.ts';

const orders = 'op.create_table("orders", sa.Column("id", sa.Integer(), primary_key=True))';

export default defineRule({
  name: 'add-column-enum-type-missing',
  group: 'columns',
  level: 'error',
  profile: 'recommended',
  dialects: ['postgresql'],
  fix: 'safe',
  docs: {
    summary: 'A column of a native enum is added, and no migration creates the type.',
    why: '`op.create_table` creates the enums of its columns, but `op.add_column` doesn\'t, so the server answers "type does not exist" and the upgrade fails.',
    instead:
      'Create the type before: `sa.Enum(…, name="x").create(op.get_bind(), checkfirst=True)`, and drop it in the downgrade after the column.',
  },
  examples: [
    {
      title: 'The type first',
      history: orders,
      bad: 'op.add_column("orders", sa.Column("state", «sa.Enum("open", "paid", name="order_state")», nullable=True))',
      badDowngrade: 'op.drop_column("orders", "state")',
      good: `sa.Enum("open", "paid", name="order_state").create(op.get_bind(), checkfirst=True)
op.add_column("orders", sa.Column("state", sa.Enum("open", "paid", name="order_state"), nullable=True))`,
      goodDowngrade: `op.drop_column("orders", "state")
sa.Enum(name="order_state").drop(op.get_bind(), checkfirst=True)`,
    },
    {
      title: 'In a batch block',
      history: orders,
      bad: `with op.batch_alter_table("orders") as batch_op:
    batch_op.add_column(sa.Column("state", «sa.Enum("open", "paid", name="order_state")»))`,
      badDowngrade: `with op.batch_alter_table("orders") as batch_op:
    batch_op.drop_column("state")`,
      good: `sa.Enum("open", "paid", name="order_state").create(op.get_bind(), checkfirst=True)
with op.batch_alter_table("orders") as batch_op:
    batch_op.add_column(sa.Column("state", sa.Enum("open", "paid", name="order_state")))`,
      goodDowngrade: `with op.batch_alter_table("orders") as batch_op:
    batch_op.drop_column("state")
sa.Enum(name="order_state").drop(op.get_bind(), checkfirst=True)`,
    },
  ],

  *check(context) {
    let isSure = true;
    for (const step of context.upgrade) {
      const { operation } = step;
      // What a helper or a block of code creates isn't known, so nothing behind it is claimed.
      isSure &&= !mayCreateType(step);
      if (operation.kind !== 'add_column' || !isSure) continue;
      const name = missing(step, operation);
      if (name === undefined) continue;
      yield {
        at: wholeArgument(operation.column.call, 'type_', operation.column.type.span),
        message: `No migration creates the enum ${name}, and op.add_column doesn't either, so the server refuses the column.`,
        operation,
        fixes: () => createEnumBefore(context, operation),
      };
    }
  },
});

function mayCreateType({ operation }: Step): boolean {
  if (operation.kind === 'opaque') return true;
  return operation.kind === 'statement' && (operation.command === 'DO' || operation.command === 'CALL');
}

/** The name of the column's enum, where neither this upgrade nor the history of a table that it knows wholly has made it. */
function missing(
  { before }: Step,
  { origin, table, column, circumstance, ifNotExists }: OperationOf<'add_column'>,
): string | undefined {
  const type = column.type.value.enum;
  if (origin.kind === 'sql' || circumstance.conditional || ifNotExists || type?.name === undefined || !type.native)
    return undefined;
  // A table that no migration made belongs to a database with a past, which may have the type as well.
  if (findTable(before, table)?.whole !== true) return undefined;
  const name = type.schema === undefined ? { name: type.name } : { name: type.name, schema: type.schema };
  const there =
    findEnum(before, name) ??
    [...before.enums.values()].find((each) => type.schema === undefined && each.name === type.name);
  return there === undefined ? type.name : undefined;
}
