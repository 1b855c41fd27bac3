/** No index serves the deletes of a foreign key's parent. */

import { findTable, type IndexState, type TableState } from '../../schema/catalogue.ts';
import { catalogueAfter } from '../catalogue-after.ts';
import { indexForeignKey } from '../fixes/index-foreign-key.ts';
import { type DeclaredKey, foreignKeysOf, placeOfKey } from '../foreign-keys.ts';
import { defineRule } from '../rule.ts';

const tables = `op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True))
op.create_table("orders", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("user_id", sa.Integer()))`;

export default defineRule({
  name: 'fk-missing-index',
  group: 'constraints',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql', 'sqlite'],
  fix: 'safe',
  docs: {
    summary: 'No index begins with the columns of a foreign key.',
    why: 'PostgreSQL makes no index for a foreign key by itself: every delete of a parent, and every change of its key, reads the whole child table to look for children, with the parent row locked.',
    instead:
      'Build an index on the columns before the key is added. On a tenant table an index that begins with the tenant serves the queries and not the deletes; parents that are never deleted belong in `small-tables`.',
  },
  examples: [
    {
      title: 'The index first, then the key',
      history: tables,
      bad: '«op.create_foreign_key»("fk_orders_user", "orders", "users", ["user_id"], ["id"], postgresql_not_valid=True)',
      good: `with op.get_context().autocommit_block():
    op.create_index("ix_orders_user_id", "orders", ["user_id"], postgresql_concurrently=True)
op.create_foreign_key("fk_orders_user", "orders", "users", ["user_id"], ["id"], postgresql_not_valid=True)`,
    },
    {
      title: 'In a new table',
      history: tables,
      bad: `op.create_table(
    "invoices",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("user_id", sa.Integer(), «sa.ForeignKey("users.id")»),
)`,
      good: `op.create_table(
    "invoices",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id")),
)
op.create_index("ix_invoices_user_id", "invoices", ["user_id"])`,
    },
    {
      title: 'In a batch block',
      history: tables,
      bad: `with op.batch_alter_table("orders") as batch_op:
    «batch_op.create_foreign_key»("fk_orders_user", "users", ["user_id"], ["id"], postgresql_not_valid=True)`,
      good: `with op.get_context().autocommit_block():
    op.create_index("ix_orders_user_id", "orders", ["user_id"], postgresql_concurrently=True)
with op.batch_alter_table("orders") as batch_op:
    batch_op.create_foreign_key("fk_orders_user", "users", ["user_id"], ["id"], postgresql_not_valid=True)`,
    },
    {
      title: 'In SQL',
      history: tables,
      bad: 'op.execute("ALTER TABLE orders ADD «CONSTRAINT fk FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID»")',
      good: `with op.get_context().autocommit_block():
    op.create_index("ix_orders_user_id", "orders", ["user_id"], postgresql_concurrently=True)
op.execute("ALTER TABLE orders ADD CONSTRAINT fk FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID")`,
    },
  ],

  *check(context) {
    const { upgrade, migration } = context;
    for (const step of upgrade) {
      const { operation } = step;
      for (const { table, key } of foreignKeysOf(operation)) {
        const state = findTable(catalogueAfter(upgrade, step.after), table);
        // Of a table that no migration made, indexes may be there that nobody knows of.
        if (state?.whole !== true || key.columns.length === 0 || step.isSmall(key.referent)) continue;
        if (!isKept(state, key) || isServed(state, key.columns)) continue;
        const columns = key.columns.join(', ');
        yield {
          at: placeOfKey(operation, key, migration.text),
          message: `No index of ${context.show(table)} begins with ${columns}, so deleting a row of ${context.show(key.referent)} reads all of ${context.show(table)}.`,
          operation,
          fixes: () => indexForeignKey(context, step, { table, key }),
        };
      }
    }
  },
});

/** The key is still there at the end of the revision. */
function isKept({ constraints }: TableState, { columns }: DeclaredKey['key']): boolean {
  return constraints.some((each) => each.kind === 'foreign-key' && each.columns.join() === columns.join());
}

function isServed({ constraints, indexes }: TableState, columns: readonly string[]): boolean {
  const keys = constraints.flatMap((each) =>
    each.kind === 'primary-key' || each.kind === 'unique' ? [each.columns] : [],
  );
  const usable = indexes.filter((each) => isUsable(each, columns)).map((each) => each.columns);
  return [...keys, ...usable].some((key) => leads(key, columns));
}

/** An index that finds rows by equality of the columns, whichever they are. */
function isUsable({ method, partial, where, invalid }: IndexState, columns: readonly string[]): boolean {
  if (invalid || !(method === 'btree' || (method === 'hash' && columns.length === 1))) return false;
  // Rows without a parent aren't looked for.
  return !partial || columns.some((column) => where !== undefined && isNotNull(where, column));
}

function isNotNull(where: string, column: string): boolean {
  return new RegExp(`^\\W*${column}\\W+is\\s+not\\s+null\\W*$`, 'i').test(where);
}

/** Whether the index begins with these columns, in any order. */
function leads(key: readonly (string | undefined)[], columns: readonly string[]): boolean {
  const first = key.slice(0, columns.length);
  return first.length === columns.length && columns.every((column) => first.includes(column));
}
