/** A foreign key's column has another type than the column it refers to. */

import type { ColumnDefinition, Operation } from '../../operations/operation.ts';
import { type ColumnState, findTable } from '../../schema/catalogue.ts';
import type { DataType } from '../../schema/data-type.ts';
import { columnNamed } from '../column-named.ts';
import { typeOfParent } from '../fixes/type-of-parent.ts';
import { type DeclaredKey, foreignKeysOf, placeOfKey } from '../foreign-keys.ts';
import { defineRule, type Step } from '../rule.ts';

const users = `op.create_table("users", sa.Column("id", sa.BigInteger(), primary_key=True))
op.create_table("orders", sa.Column("id", sa.BigInteger(), primary_key=True), sa.Column("user_id", sa.Integer()))
op.create_index("ix_orders_user_id", "orders", ["user_id"])`;

export default defineRule({
  name: 'fk-type-mismatch',
  group: 'constraints',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'suggested',
  docs: {
    summary: 'The column of a foreign key has another type than the column that it refers to.',
    why: 'A narrower one runs out of values before its parent does, joins compare through casts, and types that have no common comparison are refused by the server.',
    instead: 'Give both columns the same type.',
  },
  examples: [
    {
      title: 'As wide as its parent',
      history: users,
      bad: `op.create_table(
    "invoices",
    sa.Column("id", sa.BigInteger(), primary_key=True),
    sa.Column("user_id", «sa.Integer()», sa.ForeignKey("users.id")),
)`,
      good: `op.create_table(
    "invoices",
    sa.Column("id", sa.BigInteger(), primary_key=True),
    sa.Column("user_id", sa.BigInteger(), sa.ForeignKey("users.id")),
)`,
    },
    {
      title: "A type that can't be compared",
      history: users,
      bad: 'op.execute("CREATE TABLE invoices (id bigint PRIMARY KEY, user_id «uuid» REFERENCES users (id))")',
      good: 'op.execute("CREATE TABLE invoices (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id))")',
      fixed: false,
    },
    {
      title: 'A column that is there already',
      history: users,
      bad: '«op.create_foreign_key»("fk_orders_user", "orders", "users", ["user_id"], ["id"], postgresql_not_valid=True)',
      good: `op.add_column("orders", sa.Column("buyer_id", sa.BigInteger()))
op.create_foreign_key("fk_orders_buyer", "orders", "users", ["buyer_id"], ["id"], postgresql_not_valid=True)`,
      fixed: false,
    },
  ],

  *check(context) {
    for (const step of context.upgrade) {
      const { operation } = step;
      for (const declared of foreignKeysOf(operation)) {
        const pair = differing(step, declared);
        if (pair === undefined) continue;
        const { table, key } = declared;
        const { child, parent } = pair;
        const made = madeHere(operation, child.name);
        const names = `${context.show(table)}.${child.name} is ${child.type.name}, and ${context.show(key.referent)}.${parent.name}, which it refers to, ${parent.type.name}`;
        const end = comparable(child.type, parent.type)
          ? '; give both the same type.'
          : ', so the server refuses the key.';
        yield {
          at: made?.type.span ?? placeOfKey(operation, key, context.migration.text),
          message: names + end,
          operation,
          fixes: () => (made === undefined ? [] : typeOfParent(context, made, parent)),
        };
      }
    }
  },
});

function madeHere(operation: Operation, column: string): ColumnDefinition | undefined {
  if (operation.kind !== 'create_table' && operation.kind !== 'add_column') return undefined;
  return columnNamed(operation, column);
}

/** The first pair of columns whose types are known and not the same. */
function differing(
  { after }: Step,
  { table, key }: DeclaredKey,
): { readonly child: ColumnState; readonly parent: ColumnState } | undefined {
  const [own, referent] = [findTable(after, table), findTable(after, key.referent)];
  const primary = referent?.constraints.find((each) => each.kind === 'primary-key');
  const targets = key.referentColumns.length > 0 ? key.referentColumns : (primary?.columns ?? []);
  for (const [i, name] of key.columns.entries()) {
    const child = own?.columns.get(name);
    const parent = referent?.columns.get(targets[i] ?? '');
    if (child !== undefined && parent !== undefined && isOther(child.type, parent.type)) return { child, parent };
  }
  return undefined;
}

function isOther(a: DataType, b: DataType): boolean {
  if (a.name === undefined || b.name === undefined || a.name === b.name) return false;
  return !(texts.has(a.name) && texts.has(b.name));
}

const texts: ReadonlySet<string> = new Set(['varchar', 'text', 'bpchar']);
const times: ReadonlySet<string> = new Set(['date', 'timestamp', 'timestamptz']);
/** A number is compared with one that stands behind it, not the other way round. */
const numbers = [['int2', 'int4', 'int8'], ['numeric'], ['float4', 'float8']];
const alone: ReadonlySet<string> = new Set(['uuid', 'bool', 'bytea', 'inet', 'jsonb']);

/** Whether the server may find a way to compare them; of types that aren't built in nothing is claimed. */
function comparable({ name: child = '' }: DataType, { name: parent = '' }: DataType): boolean {
  const [own, other] = [child, parent].map((name) => numbers.findIndex((each) => each.includes(name)));
  if (own !== undefined && other !== undefined && own >= 0 && other >= 0) return own <= other;
  const [first, second] = [familyOf(child), familyOf(parent)];
  return first === undefined || second === undefined || first === second;
}

function familyOf(name: string): string | undefined {
  if (numbers.flat().includes(name)) return 'number';
  if (texts.has(name)) return 'text';
  return times.has(name) ? 'time' : alone.has(name) ? name : undefined;
}
