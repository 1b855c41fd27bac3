/** The two ends of a foreign key get different types. */

import { formerType } from '../../effects/alter-column.ts';
import type { OperationOf } from '../../operations/operation.ts';
import { type Catalogue, findTable, type QualifiedName, type TableState, tableKey } from '../../schema/catalogue.ts';
import type { DataType } from '../../schema/data-type.ts';
import { catalogueAfter } from '../catalogue-after.ts';
import { callOf, wholeArgument } from '../place.ts';
import { defineRule } from '../rule.ts';

const tables = `op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("age", sa.Integer()))
op.create_table(
    "orders",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id")),
)`;

export default defineRule({
  name: 'alter-column-type-fk-mismatch',
  group: 'columns',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'none',
  docs: {
    summary: 'A column at one end of a foreign key changes its type, and the other end keeps its own.',
    why: 'A key that outgrows the columns that refer to it fails on the first row that they can\'t hold, long after the migration; comparing two types may keep a join from its index; and some pairs are refused at once, as "key columns are of incompatible types".',
    instead: 'Plan both ends together: a new column at each, filled in batches, and the key moved over to them.',
  },
  examples: [
    {
      title: 'New columns at both ends',
      history: tables,
      bad: 'op.alter_column("users", "id", existing_type=sa.Integer(), «type_=sa.BigInteger()»)',
      good: `op.add_column("users", sa.Column("id_new", sa.BigInteger()))
op.add_column("orders", sa.Column("user_id_new", sa.BigInteger()))`,
    },
    {
      title: 'In SQL',
      history: tables,
      bad: 'op.execute("ALTER TABLE orders ALTER COLUMN user_id TYPE «bigint»")',
      good: 'op.execute("ALTER TABLE orders ADD COLUMN user_id_new bigint")',
    },
  ],

  *check(context) {
    const last = context.upgrade.at(-1);
    for (const step of context.upgrade) {
      const { operation, before } = step;
      if (operation.kind !== 'alter_column' || operation.type === undefined || last === undefined) continue;
      const after = catalogueAfter(context.upgrade, last.after);
      const from = formerType(operation, findTable(before, operation.table));
      const other = endsOf(operation, before).find(
        (end) => isSame(typeOf(end, before), from) && isOther(typeOf(end, after), operation.type?.value),
      );
      if (other === undefined) continue;
      const column = `${context.show(operation.table)}.${operation.column.value}`;
      yield {
        at: wholeArgument(callOf(operation), 'type_', operation.type.span),
        message: `${column} becomes ${operation.type.value.source}, and ${context.show(other.table)}.${other.column} at the other end of the foreign key stays ${typeOf(other, after)?.source}.`,
        operation,
      };
    }
  },
});

interface End {
  readonly table: QualifiedName;
  readonly column: string;
}

/** What the column refers to, and what refers to it. */
function endsOf({ table, column }: OperationOf<'alter_column'>, catalogue: Catalogue): readonly End[] {
  const key = tableKey(table);
  const ends: End[] = [];
  for (const state of catalogue.tables.values()) {
    for (const each of state.constraints) {
      if (each.kind !== 'foreign-key') continue;
      const columns = referred(each, catalogue);
      each.columns.forEach((child, i) => {
        const parent = columns[i];
        if (parent === undefined) return;
        if (tableKey(state) === key && child === column.value) ends.push({ table: each.referent, column: parent });
        if (tableKey(each.referent) === key && parent === column.value) ends.push({ table: state, column: child });
      });
    }
  }
  return ends;
}

/** The columns that are referred to: the primary key where none are named. */
function referred(
  key: Extract<TableState['constraints'][number], { kind: 'foreign-key' }>,
  catalogue: Catalogue,
): readonly string[] {
  if (key.referentColumns.length > 0) return key.referentColumns;
  const primary = findTable(catalogue, key.referent)?.constraints.find((each) => each.kind === 'primary-key');
  return primary?.kind === 'primary-key' ? primary.columns : [];
}

function typeOf({ table, column }: End, catalogue: Catalogue): DataType | undefined {
  return findTable(catalogue, table)?.columns.get(column)?.type;
}

function isSame(a: DataType | undefined, b: DataType | undefined): boolean {
  return a?.name !== undefined && a.name === b?.name;
}

/** Texts of any length are one type to a key. */
function isOther(a: DataType | undefined, b: DataType | undefined): boolean {
  if (a?.name === undefined || b?.name === undefined) return false;
  return a.name !== b.name && !(texts.has(a.name) && texts.has(b.name));
}

const texts: ReadonlySet<string> = new Set(['text', 'varchar']);
