/** A downgrade that drops the table and leaves the enum. */

import type { Operation } from '../../operations/operation.ts';
import type { EnumState } from '../../schema/catalogue.ts';
import { tableKey } from '../../schema/catalogue.ts';
import { tablesWithType } from '../../schema/referrers.ts';
import { undoneState } from '../downgrade.ts';
import { dropEnumAfter } from '../fixes/drop-enum.ts';
import { verb } from '../place.ts';
import { defineRule, type RuleContext } from '../rule.ts';

const orders = `op.create_table(
    "orders",
    sa.Column("id", sa.BigInteger(), primary_key=True),
    sa.Column("state", sa.Enum("open", "paid", name="order_state"), nullable=False),
)`;

export default defineRule({
  name: 'enum-type-leak-on-downgrade',
  group: 'enums',
  level: 'warning',
  profile: 'recommended',
  dialects: ['postgresql'],
  fix: 'safe',
  scope: { downgrade: true },
  docs: {
    summary: 'The upgrade creates an enum type that the downgrade leaves behind.',
    why: 'Alembic creates the enum along with its table but never drops it, so upgrading again after a downgrade fails with "type already exists".',
    instead: 'Drop the type behind the last table that uses it: `sa.Enum(name="…").drop(op.get_bind())`.',
  },
  examples: [
    {
      title: 'The type goes after its table',
      bad: orders,
      badDowngrade: '«op.drop_table»("orders")',
      good: orders,
      goodDowngrade: `op.drop_table("orders")
sa.Enum(name="order_state").drop(op.get_bind(), checkfirst=True)`,
    },
  ],

  *check(context) {
    const state = undoneState(context);
    if (state === undefined) return;
    for (const [key, type] of state.after.enums) {
      if (state.before.enums.has(key) || type.name === undefined) continue;
      if (tablesWithType(state.after, type.name).length > 0) continue;
      const drop = lastUse(context, type);
      const at =
        drop === undefined ? context.migration.functions.downgrade?.nameSpan : verb(drop, context.migration.text);
      if (at === undefined) continue;
      yield {
        at,
        message: `The enum ${type.name}, which the upgrade creates, stays behind, so upgrading again fails with "type already exists".`,
        ...(drop === undefined ? {} : { operation: drop }),
        fixes: () => (drop === undefined ? [] : dropEnumAfter(context, drop, type)),
      };
    }
  },
});

/** The operation of the downgrade that drops the last column of the type. */
function lastUse({ downgrade }: RuleContext, { name }: EnumState): Operation | undefined {
  return downgrade.findLast(({ operation, before }) => {
    if (operation.kind !== 'drop_table' && operation.kind !== 'drop_column') return false;
    const table = before.tables.get(tableKey(operation.table));
    const columns =
      operation.kind === 'drop_column'
        ? [table?.columns.get(operation.column.value)]
        : [...(table?.columns.values() ?? [])];
    return columns.some((column) => column?.type.name === name);
  })?.operation;
}
