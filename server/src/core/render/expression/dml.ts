/** INSERT, UPDATE and DELETE of SQLAlchemy Core, as far as their whole text can be known. */

import { calledName, isCallOf } from '../../operations/symbol.ts';
import type { CallValue, Value } from '../../python/value.ts';
import { assumed, type Fragment, join, lowered, nothing, placeholder, sql } from '../fragment.ts';
import { isString, itemsOf, plainText } from '../item/arguments.ts';
import { textValue } from '../item/constraint.ts';
import type { Setting } from '../setting.ts';
import { nameSql, saTableSql } from '../text/name.ts';
import { expressionSql, groupedSql } from './expression.ts';
import { plainLiteral, storedLiteral } from './literal.ts';
import { columnOf, type TableClause, tableOf } from './table.ts';

interface Chain {
  readonly verb: 'insert' | 'update' | 'delete';
  readonly table: TableClause;
  readonly steps: readonly { readonly name: string; readonly call: CallValue }[];
}

type Row = ReadonlyMap<string, Value>;

/** Undefined for what is no such statement, or one with more in it than values and conditions. */
export function dmlSql(value: Value, setting: Setting): Fragment | undefined {
  const chain = takeApart(value);
  if (chain === undefined) return undefined;
  const rows = chain.steps.filter(({ name }) => name === 'values').map(({ call }) => rowsOf(call));
  const wheres = chain.steps
    .filter(({ name }) => name === 'where')
    .flatMap(({ call }) => call.arguments.map((argument) => argument.value));
  if (chain.steps.some(({ name }) => name !== 'values' && name !== 'where')) return undefined;
  if (rows.some((row) => row === undefined)) return undefined;
  const known = rows.flatMap((row) => row ?? []);
  if (known.some((row) => [...row.values()].some((each) => isElsewhere(each, chain.table)))) return undefined;
  if (wheres.some((each) => isElsewhere(each, chain.table))) return undefined;
  const where = condition(wheres, setting);
  const table = saTableSql(chain.table.schema, chain.table.name, setting);
  switch (chain.verb) {
    case 'delete':
      return sql`DELETE FROM ${table}${where}`;
    case 'update':
      return known.length === 1 && known[0] !== undefined
        ? sql`UPDATE ${table} SET ${assignments(chain.table, known[0], setting)}${where}`
        : undefined;
    case 'insert':
      return known.length === 0 ? undefined : insertSql(chain.table, known, setting);
  }
}

/** One INSERT as `op.bulk_insert` writes it for a row. */
export function insertRowSql(table: TableClause, row: Row, setting: Setting): Fragment {
  const written = insertSql({ ...table, full: false }, [row], setting);
  const filled = table.columns.find((column) => column.filled && !row.has(column.name));
  return filled === undefined
    ? written
    : lowered(written, 'assumed', `SQLAlchemy adds a value of its own for ${filled.name}`);
}

/** The entries of a dictionary with known keys. */
export function rowOf(value: Value): Row | undefined {
  if (value.kind !== 'dict') return undefined;
  const entries = value.entries.map(({ key, value: given }) => [columnKey(key), given] as const);
  const known = entries.flatMap(([key, given]) => (key === undefined ? [] : [[key, given] as const]));
  return known.length === entries.length ? new Map(known) : undefined;
}

function columnKey(key: Value): string | undefined {
  if (isString(key)) return plainText(key);
  return key.kind === 'member' ? key.name : undefined;
}

/** Whether it reads a column of another table, which SQLAlchemy then adds to the statement in an order of its own. */
function isElsewhere(value: Value, table: TableClause): boolean {
  const column = columnOf(value);
  if (column !== undefined) return plainText(column.table.name) !== plainText(table.name);
  if (value.kind === 'operator') return value.operands.some((each) => isElsewhere(each, table));
  if (value.kind === 'list' || value.kind === 'tuple') return value.items.some((each) => isElsewhere(each, table));
  if (value.kind === 'member') return isElsewhere(value.object, table);
  if (value.kind !== 'call') return false;
  return isElsewhere(value.callee, table) || value.arguments.some((argument) => isElsewhere(argument.value, table));
}

function takeApart(value: Value): Chain | undefined {
  const steps: { name: string; call: CallValue }[] = [];
  let current = value;
  while (current.kind === 'call' && current.callee.kind === 'member') {
    const { object, name } = current.callee;
    const table = name === 'insert' || name === 'update' || name === 'delete' ? tableOf(object) : undefined;
    if (
      table !== undefined &&
      (name === 'insert' || name === 'update' || name === 'delete') &&
      current.arguments.length === 0
    ) {
      return { verb: name, table, steps };
    }
    steps.unshift({ name, call: current });
    current = object;
  }
  if (!isCallOf(current, 'insert', 'update', 'delete') || current.arguments.length !== 1) return undefined;
  const table = tableOf(current.arguments[0]?.value);
  const verb = calledName(current);
  return table !== undefined && (verb === 'insert' || verb === 'update' || verb === 'delete')
    ? { verb, table, steps }
    : undefined;
}

/** `values(a=1)`, `values({"a": 1})`, `values([{…}, {…}])`. */
function rowsOf({ arguments: args }: CallValue): readonly Row[] | undefined {
  if (args.some((argument) => argument.star !== undefined)) return undefined;
  const named = args.flatMap(({ name, value }) => (name === undefined ? [] : [[name, value] as const]));
  if (named.length === args.length) return [new Map(named)];
  const [first] = args;
  if (first === undefined || args.length > 1) return undefined;
  const dicts = itemsOf(first.value) ?? [first.value];
  const rows = dicts.flatMap((dict) => rowOf(dict) ?? []);
  return rows.length === dicts.length ? rows : undefined;
}

/** The columns of the table come first, in their order. */
function ordered(table: TableClause, row: Row): readonly string[] {
  const declared = table.columns.map((column) => column.name).filter((name) => row.has(name));
  return [...declared, ...[...row.keys()].filter((name) => !declared.includes(name))];
}

function stored(table: TableClause, name: string, value: Value, setting: Setting): Fragment {
  const column = table.columns.find((each) => each.name === name);
  if (plainLiteral(value, setting) !== undefined || value.kind === 'list')
    return storedLiteral(value, column?.type, setting);
  return groupedSql(value, { setting, qualified: true });
}

function assignments(table: TableClause, row: Row, setting: Setting): Fragment {
  return join(
    ordered(table, row).map((name) => {
      const value = row.get(name);
      const written = value === undefined ? placeholder(name) : stored(table, name, value, setting);
      return sql`${columnSql(table, name, setting)}=${written}`;
    }),
    ', ',
  );
}

function insertSql(table: TableClause, rows: readonly Row[], setting: Setting): Fragment {
  const [first = new Map()] = rows;
  const names = ordered(table, first);
  const tuples = rows.map((row) => {
    const values = names.map((name) => {
      const value = row.get(name);
      return value === undefined ? placeholder(name) : stored(table, name, value, setting);
    });
    return sql`(${join(values, ', ')})`;
  });
  const columns = join(
    names.map((name) => columnSql(table, name, setting)),
    ', ',
  );
  const written = sql`INSERT INTO ${saTableSql(table.schema, table.name, setting)} (${columns}) VALUES ${join(tuples, ', ')}`;
  return table.full ? lowered(written, 'assumed', 'SQLAlchemy may ask for the new key with RETURNING') : written;
}

function columnSql(table: TableClause, name: string, setting: Setting): Fragment {
  const at = table.name;
  const written = nameSql(at && textValue(name, at), setting);
  const known = table.columns.some((column) => column.name === name);
  return known ? written : assumed(written.sql, `the table as written here has no column ${name}`);
}

function condition(wheres: readonly Value[], setting: Setting): Fragment {
  const [only] = wheres;
  if (only === undefined) return nothing;
  const scope = { setting, qualified: true };
  if (wheres.length === 1) return sql` WHERE ${expressionSql(only, scope)}`;
  return sql` WHERE ${expressionSql({ kind: 'operator', operator: '&', operands: wheres, span: only.span }, scope)}`;
}
