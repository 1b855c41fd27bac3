/** The facts of ALTER COLUMN: each change that one call asks for is a statement of its own. */

import { isKnown, known, type OperationOf } from '../operations/operation.ts';
import { type Catalogue, findTable, type IndexState, type TableState, tableKey } from '../schema/catalogue.ts';
import { involves } from '../schema/columns.ts';
import type { DataType } from '../schema/data-type.ts';
import { mentions } from '../schema/identifiers.ts';
import type { Application } from './application.ts';
import type { FactName } from './facts.ts';
import { domainOf, foreignKeys, keysTo } from './lookup.ts';
import { type TypeChange, typeChange } from './type-change.ts';

type AlterColumn = OperationOf<'alter_column'>;

export function alterColumn(operation: AlterColumn, catalogue: Catalogue): readonly Application[] {
  const table = findTable(catalogue, operation.table);
  return [...typed(operation, catalogue, table), ...nullability(operation, table), ...others(operation)];
}

const factOfChange: Readonly<Record<TypeChange, FactName>> = {
  same: 'alter type same',
  free: 'alter type free',
  'free-in-utc': 'alter type timezone',
  reindex: 'alter type reindex',
  rewrite: 'alter type rewrite',
  unknown: 'alter type unknown',
};

function typed(operation: AlterColumn, catalogue: Catalogue, table: TableState | undefined): readonly Application[] {
  const { type, using, column } = operation;
  if (type === undefined) return [];
  const former = formerType(operation, table);
  const cast = using === undefined ? undefined : isKnown(using) ? using.value : '?';
  const to = type.value;
  const change = isSameInside(former, to, catalogue) ? 'free' : typeChange(former, to, column.value, cast);
  const at = type.span;
  const base = { name: factOfChange[change], table: operation.table, at };
  const first = former === undefined ? base : { ...base, because: former.source };
  return [first, ...dependents(operation, change, catalogue, table)];
}

/** What the column's type is before it changes: what migrations say, else what the call itself says. */
export function formerType({ column, existingType }: AlterColumn, table: TableState | undefined): DataType | undefined {
  const from = table?.columns.get(column.value)?.type;
  return from?.name === undefined ? existingType?.value : from;
}

/** From a domain to the type it is made of, or to a domain of the column's type that refuses nothing. */
function isSameInside(from: DataType | undefined, to: DataType, catalogue: Catalogue): boolean {
  const domain = domainOf(catalogue, to);
  if (from === undefined || domain?.constrained) return false;
  const [outer, inner] = [domain?.type ?? to, domainOf(catalogue, from)?.type ?? from];
  const unwrapped = outer !== to || inner !== from;
  if (!unwrapped || inner.open || outer.open) return false;
  return inner.name === outer.name && inner.modifiers.join() === outer.modifiers.join();
}

/** What rests on the column is made anew with it: checks are tested again, foreign keys lock the other table. */
function dependents(
  { table, column: { value: column }, type }: AlterColumn,
  change: TypeChange,
  catalogue: Catalogue,
  state: TableState | undefined,
): readonly Application[] {
  const at = type?.span ?? table.span;
  const result: Application[] = [];
  if (state?.constraints.some((each) => each.kind === 'check' && involves(each, column)))
    result.push({ name: 'alter type checked', table, at });
  if (state?.indexes.some((index) => isRebuilt(index, column, change)))
    result.push({ name: 'alter type indexed', table, at });
  const ends = [
    ...foreignKeys(state, column).map((key) => key.referent),
    ...keysTo(catalogue, table).flatMap((each) => (each.key.referentColumns.includes(column) ? [each.table] : [])),
  ].filter((each) => tableKey(each) !== tableKey(table));
  if (ends.length > 0) result.push({ name: 'alter type referent', table, others: ends, at });
  return result;
}

/** An index is kept where the column is a plain key of it and sorts as before. */
function isRebuilt({ columns, keys = [], where }: IndexState, column: string, change: TypeChange): boolean {
  if (columns.includes(column) && (change === 'reindex' || change === 'free-in-utc')) return true;
  return [...keys, where].some((sql) => sql !== undefined && mentions(sql, column));
}

function nullability(operation: AlterColumn, table: TableState | undefined): readonly Application[] {
  const { nullable, column } = operation;
  if (nullable === undefined || !isKnown(nullable)) return [];
  if (nullable.value) return [{ name: 'drop not null', table: operation.table, at: nullable.span }];
  const name = isProven(operation, table) ? 'set not null proven' : 'set not null';
  const found = { name, table: operation.table, at: nullable.span, because: column.value } as const;
  return [operation.asConstraint ? { ...found, needs: 18 } : found];
}

/** The column can't hold NULL, so that the server needs no scan: it is NOT NULL already, a key, or a valid check says so. */
function isProven(operation: AlterColumn, table: TableState | undefined): boolean {
  const name = operation.column.value;
  const state = table?.columns.get(name);
  if (state !== undefined && !state.nullable) return state.unprovenNotNull === undefined;
  if (known(operation.existingNullable) === false) return true;
  return (table?.constraints ?? []).some((each) => {
    if (each.kind === 'primary-key') return each.columns.includes(name);
    return each.kind === 'check' && each.validated && each.provesNotNull.includes(name);
  });
}

function others({ table, newName, column, serverDefault, comment, span }: AlterColumn): readonly Application[] {
  const result: Application[] = [];
  if (isKnown(newName) && newName.value !== column.value)
    result.push({ name: 'rename column', table, at: newName.span });
  if (serverDefault !== undefined) result.push({ name: 'set default', table, at: serverDefault.span });
  if (comment !== undefined) result.push({ name: 'comment', table, at: span });
  return result;
}
