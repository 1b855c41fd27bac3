/** A column as `sa.Column(…)` declares it. */

import { calledName, isCallOf } from '../../operations/symbol.ts';
import type { CallValue, Value } from '../../python/value.ts';
import { affinityOf } from '../type/classes.ts';
import { baseType } from '../type/construct.ts';
import { bind, given, isString, plainText } from './arguments.ts';
import { type Flag, flag } from './flag.ts';

export interface ColumnItem {
  readonly name: Value | undefined;
  readonly type: Value | undefined;
  /** Undefined when not said, which leaves it to the primary key and identity. */
  readonly nullable: Flag | undefined;
  readonly primaryKey: Flag;
  readonly autoincrement: 'auto' | 'yes' | 'no' | 'despite-key';
  /** SQLAlchemy's own default, which renders no DDL but keeps a column from being SERIAL. */
  readonly clientDefault: 'none' | 'sequence' | 'other';
  readonly serverDefault: Value | undefined;
  readonly identity: CallValue | undefined;
  readonly computed: CallValue | undefined;
  readonly index: Flag;
  readonly unique: Flag;
  readonly foreignKeys: readonly CallValue[];
  readonly checks: readonly CallValue[];
  readonly comment: Value | undefined;
  /** A column that PostgreSQL has of itself: not written. */
  readonly system: boolean;
  /** Some of its arguments can't be read. */
  readonly unread: boolean;
}

/** Undefined when the value is no column. */
export function columnItem(value: Value): ColumnItem | undefined {
  if (!isCallOf(value, 'Column')) return undefined;
  const args = bind(value, []);
  const [first, ...others] = args.rest;
  const named = first !== undefined && (isString(first) || first.kind === 'unknown');
  const items = first === undefined || named ? others : args.rest;
  const [head] = items;
  const typed = head !== undefined && !isSchemaItem(head);
  const rest = typed ? items.slice(1) : items;
  const server = given(args, 'server_default');
  const generated = [...rest, ...(server === undefined ? [] : [server])];
  return {
    name: args.values.get('name') ?? (named ? first : undefined),
    type: args.values.get('type_') ?? (typed ? head : undefined),
    nullable: args.values.has('nullable') ? flag(args, 'nullable', true) : undefined,
    primaryKey: flag(args, 'primary_key'),
    autoincrement: autoincrement(args.values.get('autoincrement')),
    clientDefault: clientDefault(
      given(args, 'default') ?? rest.find((item) => isCallOf(item, 'ColumnDefault', 'Sequence')),
    ),
    serverDefault: server ?? rest.find((item) => isCallOf(item, 'DefaultClause', 'FetchedValue')),
    identity: generated.find((item) => isCallOf(item, 'Identity')),
    computed: generated.find((item) => isCallOf(item, 'Computed')),
    index: flag(args, 'index'),
    unique: flag(args, 'unique'),
    foreignKeys: rest.filter((item) => isCallOf(item, 'ForeignKey')),
    checks: rest.filter((item) => isCallOf(item, 'CheckConstraint')),
    comment: given(args, 'comment'),
    system: flag(args, 'system').value,
    unread: args.unread || rest.some((item) => item.kind === 'unknown'),
  };
}

/** Whether the column can number its rows: SQLAlchemy's integers, and, surprisingly, its other numbers. */
export function countsRows(column: ColumnItem): boolean {
  if (column.type === undefined) return false;
  const affinity = affinityOf(baseType(column.type)?.name ?? '');
  return affinity === 'integer' || affinity === 'numeric';
}

export function columnName(column: ColumnItem): string | undefined {
  return plainText(column.name);
}

const schemaItems = new Set([
  'CheckConstraint',
  'ColumnDefault',
  'Computed',
  'DefaultClause',
  'FetchedValue',
  'ForeignKey',
  'Identity',
  'Sequence',
]);

function isSchemaItem(value: Value): boolean {
  return value.kind === 'call' && schemaItems.has(calledName(value) ?? '');
}

function autoincrement(value: Value | undefined): ColumnItem['autoincrement'] {
  if (value?.kind === 'boolean') return value.value ? 'yes' : 'no';
  return plainText(value) === 'ignore_fk' ? 'despite-key' : 'auto';
}

function clientDefault(value: Value | undefined): ColumnItem['clientDefault'] {
  if (value === undefined) return 'none';
  return isCallOf(value, 'Sequence') ? 'sequence' : 'other';
}
