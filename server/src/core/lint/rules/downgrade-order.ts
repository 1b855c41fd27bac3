/** A downgrade that drops things before what depends on them, or what went with them. */

import type { Operation } from '../../operations/operation.ts';
import { type Catalogue, findTable, tableKey } from '../../schema/catalogue.ts';
import { tablesReferringTo } from '../../schema/referrers.ts';
import { moveBefore } from '../fixes/move-before.ts';
import { verb } from '../place.ts';
import { defineRule, type Step } from '../rule.ts';

const tables = `op.create_table("orders", sa.Column("id", sa.BigInteger(), primary_key=True))
op.create_table(
    "order_items",
    sa.Column("id", sa.BigInteger(), primary_key=True),
    sa.Column("order_id", sa.BigInteger(), sa.ForeignKey("orders.id"), nullable=False),
)
op.create_index("ix_order_items_order_id", "order_items", ["order_id"])`;

export default defineRule({
  name: 'downgrade-order',
  group: 'downgrade',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'safe',
  scope: { downgrade: true, roots: true },
  docs: {
    summary: 'The downgrade drops things in an order that the server refuses.',
    why: 'A table can not go while a foreign key of another refers to it, and an index or column that went with its table is not there to be dropped; the downgrade fails and is rolled back.',
    instead: 'Undo the upgrade in reverse order: what was made last goes first.',
  },
  examples: [
    {
      title: 'A table before the one that refers to it',
      bad: tables,
      badDowngrade: `op.drop_index("ix_order_items_order_id", table_name="order_items")
«op.drop_table»("orders")
op.drop_table("order_items")`,
      good: tables,
      goodDowngrade: `op.drop_index("ix_order_items_order_id", table_name="order_items")
op.drop_table("order_items")
op.drop_table("orders")`,
    },
    {
      title: 'An index behind its table',
      bad: tables,
      badDowngrade: `op.drop_table("order_items")
op.drop_table("orders")
«op.drop_index»("ix_order_items_order_id", table_name="order_items")`,
      good: tables,
      goodDowngrade: `op.drop_index("ix_order_items_order_id", table_name="order_items")
op.drop_table("order_items")
op.drop_table("orders")`,
    },
  ],

  *check(context) {
    const { downgrade, migration } = context;
    const start = downgrade[0]?.before;
    if (start === undefined || downgrade.some(({ operation }) => operation.kind === 'opaque')) return;
    for (const [i, step] of downgrade.entries()) {
      const { operation } = step;
      const at = verb(operation, migration.text);
      const holder = referrer(step);
      const dropped = downgrade.slice(0, i).find((earlier) => wentWith(earlier, operation, start));
      if (holder !== undefined) {
        const release = downgrade.slice(i + 1).find((later) => referrerOf(later.after, operation) === undefined);
        yield {
          at,
          message: `${nameOf(operation)} can't be dropped here, since a foreign key of ${holder} still refers to it.`,
          operation,
          fixes: () => (release === undefined ? [] : moveBefore(context, release.operation, operation)),
        };
      } else if (dropped !== undefined) {
        yield {
          at,
          message: `This fails, since ${nameOf(dropped.operation)} is dropped above and took it along.`,
          operation,
          fixes: () => moveBefore(context, operation, dropped.operation),
        };
      }
    }
  },
});

function nameOf(operation: Operation): string {
  return 'table' in operation && operation.table !== undefined ? tableKey(operation.table) : operation.kind;
}

/** The other table whose foreign key keeps this one from being dropped. */
function referrer({ operation, before }: Step): string | undefined {
  if (operation.kind !== 'drop_table' || operation.cascade) return undefined;
  return referrerOf(before, operation);
}

function referrerOf(catalogue: Catalogue, operation: Operation): string | undefined {
  if (operation.kind !== 'drop_table') return undefined;
  const key = tableKey(operation.table);
  return tablesReferringTo(catalogue, operation.table)
    .map(tableKey)
    .find((other) => other !== key);
}

/** Whether an earlier drop of the table took along what this operation drops or changes. */
function wentWith(earlier: Step, operation: Operation, start: Catalogue): boolean {
  if (earlier.operation.kind !== 'drop_table') return false;
  const { table } = earlier.operation;
  switch (operation.kind) {
    case 'drop_index': {
      if (operation.ifExists || !('value' in operation.name)) return false;
      const name = operation.name.value;
      return findTable(start, table)?.indexes.some((index) => index.name === name) === true;
    }
    case 'drop_column':
    case 'drop_constraint':
      if (operation.ifExists) return false;
      return tableKey(operation.table) === tableKey(table) && findTable(start, table) !== undefined;
    default:
      return false;
  }
}
