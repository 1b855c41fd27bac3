/** An index that another one already serves. */

import { known, type OperationOf } from '../../operations/operation.ts';
import { findTable, type TableState } from '../../schema/catalogue.ts';
import { argument, verb } from '../place.ts';
import { defineRule } from '../rule.ts';

const orders = `op.create_table(
    "orders",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("shop", sa.Text()),
    sa.Column("status", sa.Text()),
)
op.create_index("ix_orders_shop_status", "orders", ["shop", "status"])`;

export default defineRule({
  name: 'index-redundant',
  group: 'indexes',
  level: 'info',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'none',
  docs: {
    summary: 'A new index has the same columns as one that is there, or begins another one.',
    why: 'Queries that would use it can use the other one, while every write maintains both.',
    instead: 'Leave it out, or drop the shorter one in the same revision.',
  },
  examples: [
    {
      title: 'Columns that no index begins with',
      history: orders,
      bad: `with op.get_context().autocommit_block():
    op.create_index("ix_orders_shop", "orders", «["shop"]», postgresql_concurrently=True)`,
      good: `with op.get_context().autocommit_block():
    op.create_index("ix_orders_status", "orders", ["status"], postgresql_concurrently=True)`,
    },
    {
      title: 'In SQL',
      history: orders,
      bad: `with op.get_context().autocommit_block():
    op.execute("«CREATE INDEX CONCURRENTLY» ix_orders_id ON orders (id)")`,
      good: `with op.get_context().autocommit_block():
    op.execute("CREATE INDEX CONCURRENTLY ix_orders_open ON orders (shop) WHERE status = 'open'")`,
    },
  ],

  *check(context) {
    for (const { operation, before } of context.upgrade) {
      if (operation.kind !== 'create_index' || !isPlain(operation)) continue;
      const table = findTable(before, operation.table);
      const other = table && servedBy(table, operation);
      if (other === undefined) continue;
      yield {
        at: argument(operation, 'columns') ?? verb(operation, context.migration.text),
        message: `${other} of ${context.show(operation.table)} already serves what ${known(operation.name) ?? 'this index'} is for.`,
        operation,
      };
    }
  },
});

/** Nothing but columns in their usual order. */
function isPlain(index: OperationOf<'create_index'>): boolean {
  const { unique, method = 'btree', where, keys, include, columns } = index;
  return (
    !unique && method === 'btree' && [where, keys, include].every((each) => each === undefined) && columns.length > 0
  );
}

/** The name of a valid key or index that begins with the columns. */
function servedBy({ constraints, indexes }: TableState, operation: OperationOf<'create_index'>): string | undefined {
  const columns = operation.columns.map((column) => column?.value);
  const keys = constraints.flatMap((each) =>
    each.kind === 'primary-key' || each.kind === 'unique' ? [{ name: each.name, columns: each.columns }] : [],
  );
  const others = indexes.filter(
    (each) => each.method === 'btree' && !each.partial && !each.invalid && each.keys === undefined,
  );
  const found = [...keys, ...others].find(
    (each) =>
      each.name !== known(operation.name) &&
      columns.every((column, i) => column !== undefined && each.columns[i] === column),
  );
  return found && (found.name ?? 'Another index');
}
