/** A table as `op.create_table(…)` declares it, with the keys, constraints and indexes that its columns imply. */

import type { GivenValues } from '../../operations/operation.ts';
import { isCallOf } from '../../operations/symbol.ts';
import type { CallValue, Value } from '../../python/value.ts';
import type { Setting } from '../setting.ts';
import { typeFor } from '../type/construct.ts';
import { typeCheck } from '../type/enum.ts';
import { bind, itemsOf, plainText } from './arguments.ts';
import { type ColumnItem, columnItem, columnName, countsRows } from './column.ts';
import { type ConstraintItem, constraintItem, foreignKeyItem } from './constraint.ts';
import type { Flag } from './flag.ts';
import { flag } from './flag.ts';

export interface IndexItem {
  readonly name: Value | undefined;
  /** Column names and expressions; undefined when the list can't be read. */
  readonly keys: readonly Value[] | undefined;
  readonly unique: Flag;
  readonly args: GivenValues;
}

export interface TableItem {
  readonly name: Value | undefined;
  readonly schema: Value | undefined;
  readonly columns: readonly ColumnItem[];
  readonly primaryKey: Extract<ConstraintItem, { kind: 'primary-key' }> | undefined;
  /** In the order in which SQLAlchemy writes them: those that stand by themselves, then those of columns. */
  readonly constraints: readonly ConstraintItem[];
  readonly indexes: readonly IndexItem[];
  /** The column that numbers the rows. */
  readonly numbered: ColumnItem | undefined;
  /** Arguments that are none of these. */
  readonly others: readonly Value[];
}

export interface TableParts {
  readonly name: Value | undefined;
  readonly schema: Value | undefined;
  readonly items: readonly Value[];
}

const none: GivenValues = { values: new Map(), rest: [], unread: false };

export function tableItem({ name, schema, items }: TableParts, setting: Setting): TableItem {
  const columns = items.flatMap((item) => columnItem(item) ?? []);
  const explicit = items.flatMap((item) => constraintItem(item) ?? []);
  const implied = columns.flatMap((column) => impliedConstraints(column, setting));
  const primaryKey = primaryKeyOf(columns, explicit);
  return {
    name,
    schema,
    columns,
    primaryKey,
    constraints: [...explicit.filter((item) => item.kind !== 'primary-key'), ...implied],
    indexes: [
      ...items.flatMap((item) => (isCallOf(item, 'Index') ? [indexItem(item)] : [])),
      ...columns.flatMap(impliedIndex),
    ],
    numbered: numberedColumn(columns, primaryKey, explicit),
    others: items.filter((item) => !isCallOf(item, 'Column', 'Index') && constraintItem(item) === undefined),
  };
}

/** Whether the column is part of the primary key. */
export function isKey(column: ColumnItem, { primaryKey }: TableItem): boolean {
  if (column.primaryKey.value) return true;
  const name = columnName(column);
  return primaryKey?.columns.some((key) => name !== undefined && plainText(key) === name) ?? false;
}

/** UNIQUE, CHECK of the type and foreign keys of a column, in the order in which SQLAlchemy makes them. */
export function impliedConstraints(column: ColumnItem, setting: Setting): readonly ConstraintItem[] {
  const { name } = column;
  if (name === undefined) return [];
  const unique: ConstraintItem[] =
    column.unique.value && !column.index.value
      ? [{ kind: 'unique', name: undefined, columns: [name], args: none }]
      : [];
  const type = column.type && typeFor(column.type, setting)?.value;
  const check = type && typeCheck(name, type, setting);
  const checks: ConstraintItem[] =
    check === undefined ? [] : [{ kind: 'check', name: check.name, condition: check.sql, ofType: true, args: none }];
  return [...unique, ...checks, ...column.foreignKeys.map((key) => foreignKeyItem(key, name))];
}

export function impliedIndex(column: ColumnItem): readonly IndexItem[] {
  if (!column.index.value || column.name === undefined) return [];
  return [{ name: undefined, keys: [column.name], unique: column.unique, args: none }];
}

function indexItem(call: CallValue): IndexItem {
  const args = bind(call, ['name']);
  return {
    name: args.values.get('name'),
    keys: args.unread ? undefined : args.rest,
    unique: flag(args, 'unique'),
    args,
  };
}

/** What `op.create_index` was given, as an index. */
export function givenIndex(args: GivenValues): IndexItem {
  const name = args.values.get('index_name');
  return {
    name: name?.kind === 'none' ? undefined : name,
    keys: itemsOf(args.values.get('columns')),
    unique: flag(args, 'unique'),
    args,
  };
}

function primaryKeyOf(columns: readonly ColumnItem[], explicit: readonly ConstraintItem[]): TableItem['primaryKey'] {
  const given = explicit.filter((item) => item.kind === 'primary-key').at(-1);
  if (given !== undefined) return given.columns.length === 0 ? undefined : given;
  const flagged = columns.filter((column) => column.primaryKey.value);
  if (flagged.length === 0) return undefined;
  const first = flagged.length === 1 ? undefined : flagged.find((column) => column.autoincrement === 'yes');
  const ordered = first === undefined ? flagged : [first, ...flagged.filter((column) => column !== first)];
  const names = ordered.flatMap((column) => column.name ?? []);
  return { kind: 'primary-key', name: undefined, columns: names, implicit: true, args: none };
}

/** The only key column when it can count, or the one that says so itself. */
function numberedColumn(
  columns: readonly ColumnItem[],
  key: TableItem['primaryKey'],
  explicit: readonly ConstraintItem[],
): ColumnItem | undefined {
  if (key === undefined) return undefined;
  const names = key.columns.map(plainText);
  const members = columns.filter((column) => names.includes(columnName(column)));
  const [only] = members;
  if (members.length !== 1 || only === undefined) return members.find((column) => column.autoincrement === 'yes');
  const refers =
    only.foreignKeys.length > 0 || explicit.some((item) => item.kind === 'foreign-key' && concerns(item, only));
  return only.autoincrement === 'yes' || mayCount(only, refers) ? only : undefined;
}

function concerns(item: ConstraintItem, column: ColumnItem): boolean {
  return 'columns' in item && item.columns.some((name) => plainText(name) === columnName(column));
}

function mayCount(column: ColumnItem, refers: boolean): boolean {
  if (column.autoincrement === 'no' || !countsRows(column) || column.clientDefault === 'other') return false;
  if (column.serverDefault !== undefined || column.computed !== undefined) return false;
  return !refers || column.autoincrement === 'despite-key';
}
