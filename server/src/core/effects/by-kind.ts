/** Which facts apply to an operation, by its kind. A kind without an entry locks no table that others use. */

import {
  type ColumnDefinition,
  isKnown,
  isNullable,
  known,
  type OperationKind,
  type OperationOf,
} from '../operations/operation.ts';
import type { Catalogue, QualifiedName } from '../schema/catalogue.ts';
import { findTable } from '../schema/catalogue.ts';
import { alterColumn } from './alter-column.ts';
import type { Application } from './application.ts';
import type { FactName } from './facts.ts';
import { foreignKeyReferents, referentOf, tableOfIndex } from './lookup.ts';
import { volatilityOf } from './volatility.ts';

export type EffectsByKind = {
  readonly [K in OperationKind]?: (
    operation: OperationOf<K>,
    catalogue: Catalogue,
    version: number,
  ) => readonly Application[];
};

export const effectsByKind: EffectsByKind = {
  add_check: ({ table, span, notValid }) =>
    notValid === undefined || isKnown(notValid)
      ? [{ name: known(notValid) === true ? 'add check not valid' : 'add check', table, at: span }]
      : [],
  add_column: addColumn,
  add_exclusion: ({ table, span }) => [{ name: 'add exclusion', table, at: span }],
  add_foreign_key: ({ table, constraint, span, notValid }) => {
    if (notValid !== undefined && !isKnown(notValid)) return [];
    const name = known(notValid) === true ? 'add foreign key not valid' : 'add foreign key';
    return [{ name, table, referents: [constraint.referent], at: span }];
  },
  add_primary_key: ({ table, span, usingIndex }) => [
    { name: usingIndex === undefined ? 'add primary key' : 'add constraint using index', table, at: span },
  ],
  add_unique: ({ table, span, usingIndex }) => [
    { name: usingIndex === undefined ? 'add unique' : 'add constraint using index', table, at: span },
  ],
  alter_column: alterColumn,
  create_index: ({ table, concurrently, span }) => concurrent('create index', table, concurrently, span),
  create_table: createTable,
  delete: ({ table, span }) => [{ name: 'change rows', table, at: span }],
  drop_column: ({ table, column, span }, catalogue) => {
    const referents = foreignKeyReferents(findTable(catalogue, table), column.value);
    const name = referents.length > 0 ? 'drop column references' : 'drop column';
    return [{ name, table, referents, at: span }];
  },
  drop_constraint: ({ table, name, constraintType, span }, catalogue) => {
    const key = referentOf(findTable(catalogue, table), known(name));
    if (key === undefined && constraintType !== 'foreign-key') return [{ name: 'drop constraint', table, at: span }];
    return [{ name: 'drop foreign key', table, referents: key === undefined ? [] : [key], at: span }];
  },
  drop_index: ({ table, name, schema, concurrently, span }, catalogue) =>
    concurrent('drop index', table ?? tableOfIndex(catalogue, known(name), schema), concurrently, span),
  drop_table: ({ table, span }, catalogue) => {
    const referents = foreignKeyReferents(findTable(catalogue, table));
    return [{ name: referents.length > 0 ? 'drop table references' : 'drop table', table, referents, at: span }];
  },
  insert: ({ table, span }) => [{ name: 'change rows', table, at: span }],
  rename_table: ({ table, span }) => [{ name: 'rename table', table, at: span }],
  set_comment: ({ table, span }) => (table === undefined ? [] : [{ name: 'comment', table, at: span }]),
  statement: ({ table, needsAutocommit, span }) => (needsAutocommit ? [{ name: 'run alone', table, at: span }] : []),
  update: ({ table, span }) => [{ name: 'change rows', table, at: span }],
  validate_constraint: ({ table, name, span }, catalogue) => {
    const referent = referentOf(findTable(catalogue, table), name.value);
    if (referent === undefined) return [{ name: 'validate constraint', table, at: span }];
    return [{ name: 'validate foreign key', table, referents: [referent], at: span }];
  },
};

function concurrent(
  name: 'create index' | 'drop index',
  table: QualifiedName | undefined,
  flag: OperationOf<'create_index'>['concurrently'],
  at: Application['at'],
): readonly Application[] {
  if (flag !== undefined && !isKnown(flag)) return [];
  return [{ name: known(flag) === true ? `${name} concurrently` : name, table, at }];
}

/** ADD COLUMN itself, and the statements that Alembic renders after it for `index=` and `unique=`. */
function addColumn({ table, column, span, inlineReferences }: OperationOf<'add_column'>): readonly Application[] {
  const result: Application[] = [storage(table, column, span)];
  if (column.checks[0] !== undefined) result.push({ name: 'add column check', table, at: column.checks[0].span });
  for (const key of column.foreignKeys) {
    const name: FactName = inlineReferences ? 'add column references' : 'add foreign key';
    result.push({ name, table, referents: [key.referent], at: key.span });
  }
  const index = column.index?.value === true ? column.index : undefined;
  if (index !== undefined) result.push({ name: 'create index', table, at: index.span });
  else if (column.unique?.value === true) result.push({ name: 'add unique', table, at: column.unique.span });
  return result;
}

function storage(table: QualifiedName, column: ColumnDefinition, span: Application['at']): Application {
  if (isNumbered(column)) return { name: 'add column numbered', table, at: column.span };
  if (column.computed !== undefined) {
    const name = column.computed.value.stored === false ? 'add column' : 'add column stored';
    return { name, table, at: column.computed.span };
  }
  const value = column.serverDefault;
  if (value === undefined) {
    return isNullable(column) || saysNothing(column)
      ? { name: 'add column', table, at: span }
      : { name: 'add column required', table, at: column.nullable?.span ?? column.nameSpan };
  }
  const { volatility, function: because } = volatilityOf(value.value);
  const at = value.span;
  if (volatility === 'constant') return { name: 'add column', table, at };
  const name = volatility === 'volatile' ? 'add column volatile default' : 'add column unknown default';
  return because === undefined ? { name, table, at } : { name, table, at, because };
}

/** `nullable=` holds something that is only known when the migration runs. */
function saysNothing(column: ColumnDefinition): boolean {
  return column.nullable !== undefined && !isKnown(column.nullable) && !column.primaryKey;
}

/**
 * Whether the column numbers its rows: an identity, a serial type, or SQLAlchemy's integer primary key, which renders
 * SERIAL unless a foreign key or a default says otherwise.
 */
export function isNumbered(column: ColumnDefinition): boolean {
  if (column.identity !== undefined) return true;
  if (column.autoincrement !== undefined) return column.autoincrement.value;
  const integer = ['int2', 'int4', 'int8', 'numeric', 'float4', 'float8'].includes(column.type.value.name ?? '');
  const plain = column.serverDefault === undefined && column.clientDefault === undefined;
  return column.call !== undefined && column.primaryKey && integer && plain && column.foreignKeys.length === 0;
}

function createTable(operation: OperationOf<'create_table'>): readonly Application[] {
  const { table, columns, constraints, partitionOf, span } = operation;
  const inline = columns.flatMap((column) => column.foreignKeys);
  const keys = [...inline, ...constraints.flatMap((each) => (each.kind === 'foreign-key' ? [each] : []))];
  const result: Application[] = [{ name: 'create table', table, at: span }];
  for (const key of keys)
    result.push({ name: 'create table references', table, referents: [key.referent], at: key.span });
  if (partitionOf !== undefined) result.push({ name: 'create partition', table, referents: [partitionOf], at: span });
  return result;
}
