/** Which facts apply to an operation, by its kind. A kind without an entry locks no table that others use. */

import { isKnown, known, type OperationKind, type OperationOf } from '../operations/operation.ts';
import { type Catalogue, findTable, type QualifiedName } from '../schema/catalogue.ts';
import { tablesWithType } from '../schema/referrers.ts';
import { addColumn } from './add-column.ts';
import { alterColumn } from './alter-column.ts';
import type { Application } from './application.ts';
import { deleteRows, insertRows, updateRows } from './change-rows.ts';
import type { FactName } from './facts.ts';
import { findConstraintOf, isPartitioned, keysTo, referentsOf, tableOfIndex } from './lookup.ts';
import { statement } from './statement.ts';

export type EffectsByKind = {
  readonly [K in OperationKind]?: (
    operation: OperationOf<K>,
    catalogue: Catalogue,
    version: number,
  ) => readonly Application[];
};

export const effectsByKind: EffectsByKind = {
  add_check: ({ table, span, notValid, enforced }) => {
    if (enforced === false) return [{ name: 'add check not enforced', table, at: span }];
    if (notValid !== undefined && !isKnown(notValid)) return [];
    return [{ name: known(notValid) === true ? 'add check not valid' : 'add check', table, at: span }];
  },
  add_column: addColumn,
  add_exclusion: ({ table, span }) => [{ name: 'add exclusion', table, at: span }],
  add_foreign_key: addForeignKey,
  add_primary_key: addPrimaryKey,
  add_unique: ({ table, span, usingIndex, nullsNotDistinct }) => {
    const name = usingIndex === undefined ? 'add unique' : 'add constraint using index';
    return [{ name, table, at: span, ...newer(nullsNotDistinct) }];
  },
  alter_column: alterColumn,
  alter_type: ({ change, span }) => [
    { name: change.kind === 'add-value' ? 'add enum value' : 'change type', table: undefined, at: span },
  ],
  create_index: createIndex,
  create_table: createTable,
  delete: deleteRows,
  drop_column: dropColumn,
  drop_constraint: dropConstraint,
  drop_index: ({ table, name, schema, concurrently, span }, catalogue) =>
    concurrent('drop index', table ?? tableOfIndex(catalogue, known(name), schema), concurrently, span),
  drop_table: dropTable,
  drop_type: ({ name, span }, catalogue) => [
    { name: 'drop type', table: undefined, others: tablesWithType(catalogue, name), at: span },
  ],
  insert: insertRows,
  rename_table: ({ table, span }) => [{ name: 'rename table', table, at: span }],
  select: ({ query, forUpdate, span }) =>
    forUpdate === true
      ? (query?.relations ?? []).flatMap(({ schema, name }) =>
          name === undefined ? [] : [{ name: 'lock rows', table: named(schema, name), at: span } as const],
        )
      : [],
  set_comment: ({ table, span }) => (table === undefined ? [] : [{ name: 'comment', table, at: span }]),
  statement,
  update: updateRows,
  validate_constraint: ({ table, name, span }, catalogue) => {
    const constraint = findConstraintOf(findTable(catalogue, table), name.value);
    if (constraint !== undefined && 'validated' in constraint && constraint.validated)
      return [{ name: 'validate nothing', table, at: span }];
    if (constraint?.kind !== 'foreign-key') return [{ name: 'validate constraint', table, at: span }];
    return [{ name: 'validate foreign key', table, others: [constraint.referent], at: span }];
  },
};

function addForeignKey(
  { table, constraint, span, notValid, enforced }: OperationOf<'add_foreign_key'>,
  catalogue: Catalogue,
): readonly Application[] {
  const shared = { table, others: [constraint.referent], at: span };
  if (enforced === false) return [{ name: 'add foreign key not enforced', ...shared }];
  if (notValid !== undefined && !isKnown(notValid)) return [];
  if (known(notValid) !== true) return [{ name: 'add foreign key', ...shared }];
  const divided = isPartitioned(catalogue, table);
  return [{ name: divided ? 'add foreign key not valid partitioned' : 'add foreign key not valid', ...shared }];
}

/** A key makes its columns NOT NULL, which takes a scan where they are not so yet. */
function addPrimaryKey(
  { table, span, usingIndex, columns }: OperationOf<'add_primary_key'>,
  catalogue: Catalogue,
): readonly Application[] {
  if (usingIndex === undefined) return [{ name: 'add primary key', table, at: span }];
  const state = findTable(catalogue, table);
  const keys = state?.indexes.find((index) => index.name === usingIndex)?.columns ?? columns.map((each) => each.value);
  const nullable = keys.some((key) => key !== undefined && state?.columns.get(key)?.nullable !== false);
  const name = nullable ? 'add primary key using index' : 'add constraint using index';
  return [{ name, table, at: span }];
}

function createIndex({
  table,
  concurrently,
  unique,
  only,
  nullsNotDistinct,
  span,
}: OperationOf<'create_index'>): readonly Application[] {
  if (only === true) return [{ name: 'create index only', table, at: span }];
  const built = concurrent('create index', table, concurrently, span);
  return unique ? [...built, { name: 'create index unique', table, at: span, ...newer(nullsNotDistinct) }] : built;
}

/** NULLS NOT DISTINCT came with 15. */
function newer(nullsNotDistinct: boolean | undefined): Pick<Application, 'needs'> {
  return nullsNotDistinct ? { needs: 15 } : {};
}

function concurrent(
  name: 'create index' | 'drop index',
  table: QualifiedName | undefined,
  flag: OperationOf<'create_index'>['concurrently'],
  at: Application['at'],
): readonly Application[] {
  if (flag !== undefined && !isKnown(flag)) return [];
  return [{ name: known(flag) === true ? `${name} concurrently` : name, table, at }];
}

function createTable(operation: OperationOf<'create_table'>, catalogue: Catalogue): readonly Application[] {
  const { table, columns, constraints, partitionOf, inherits = [], span } = operation;
  const inline = columns.flatMap((column) => column.foreignKeys);
  const keys = [...inline, ...constraints.flatMap((each) => (each.kind === 'foreign-key' ? [each] : []))];
  const result: Application[] = [{ name: 'create table', table, at: span }];
  for (const key of keys) {
    result.push({ name: 'create table references', table, others: [key.referent], at: key.span });
  }
  if (inherits.length > 0) result.push({ name: 'create table inherits', table, others: inherits, at: span });
  if (partitionOf !== undefined) {
    // The new partition takes its place between the others, so the parent plays the part of the table.
    result.push({ name: 'create partition', table: partitionOf, at: span });
    const parents = referentsOf(findTable(catalogue, partitionOf));
    if (parents.length > 0) result.push({ name: 'create table references', table, others: parents, at: span });
  }
  return result;
}

function dropColumn(
  { table, column, cascade, span }: OperationOf<'drop_column'>,
  catalogue: Catalogue,
): readonly Application[] {
  const referents = referentsOf(findTable(catalogue, table), column.value);
  const children = cascade
    ? keysTo(catalogue, table).flatMap((each) => (each.key.referentColumns.includes(column.value) ? [each.table] : []))
    : [];
  const others = [...referents, ...children];
  return [{ name: others.length > 0 ? 'drop column references' : 'drop column', table, others, at: span }];
}

function dropConstraint(
  { table, name, constraintType, cascade, span }: OperationOf<'drop_constraint'>,
  catalogue: Catalogue,
): readonly Application[] {
  const constraint = findConstraintOf(findTable(catalogue, table), known(name));
  if (constraint?.kind === 'foreign-key')
    return [{ name: 'drop foreign key', table, others: [constraint.referent], at: span }];
  if (constraintType === 'foreign-key') return [{ name: 'drop foreign key', table, at: span }];
  const dropped: FactName = cascade ? 'drop key cascade' : 'drop constraint';
  return [{ name: dropped, table, at: span }];
}

function dropTable({ table, span }: OperationOf<'drop_table'>, catalogue: Catalogue): readonly Application[] {
  const state = findTable(catalogue, table);
  const referents = referentsOf(state);
  const result: Application[] = [
    { name: referents.length > 0 ? 'drop table references' : 'drop table', table, others: referents, at: span },
  ];
  for (const parent of state?.parents ?? []) result.push({ name: 'drop partition', table: parent, at: span });
  return result;
}

function named(schema: string | undefined, name: string): QualifiedName {
  return schema === undefined ? { name } : { schema, name };
}
