/** The facts of ALTER COLUMN: each change that one call asks for is a statement of its own. */

import { isKnown, known, type OperationOf } from '../operations/operation.ts';
import { type Catalogue, findTable, type TableState } from '../schema/catalogue.ts';
import type { Application } from './application.ts';
import type { FactName } from './facts.ts';
import { type TypeChange, typeChange } from './type-change.ts';

export function alterColumn(operation: OperationOf<'alter_column'>, catalogue: Catalogue): readonly Application[] {
  const table = findTable(catalogue, operation.table);
  return [...typed(operation, table), ...nullability(operation, table), ...others(operation)];
}

const factOfChange: Readonly<Record<Exclude<TypeChange, 'same'>, FactName>> = {
  free: 'alter type free',
  'free-in-utc': 'alter type timezone',
  reindex: 'alter type reindex',
  rewrite: 'alter type rewrite',
  unknown: 'alter type unknown',
};

function typed(operation: OperationOf<'alter_column'>, table: TableState | undefined): readonly Application[] {
  const { type, using, column, existingType } = operation;
  if (type === undefined) return [];
  const from = table?.columns.get(column.value)?.type ?? existingType?.value;
  const known = from?.name === undefined ? existingType?.value : from;
  const cast = using === undefined ? undefined : isKnown(using) ? using.value : '?';
  const change = typeChange(known, type.value, column.value, cast);
  if (change === 'same') return [];
  const base = { name: factOfChange[change], table: operation.table, at: type.span };
  return [known === undefined ? base : { ...base, because: known.source }];
}

function nullability(operation: OperationOf<'alter_column'>, table: TableState | undefined): readonly Application[] {
  const { nullable, column } = operation;
  if (nullable === undefined || !isKnown(nullable)) return [];
  if (nullable.value) return [{ name: 'drop not null', table: operation.table, at: nullable.span }];
  const name = isProven(operation, table) ? 'set not null proven' : 'set not null';
  return [{ name, table: operation.table, at: nullable.span, because: column.value }];
}

/** The column can't hold NULL, so that the server needs no scan: it is NOT NULL already, a key, or a valid check says so. */
function isProven(operation: OperationOf<'alter_column'>, table: TableState | undefined): boolean {
  const name = operation.column.value;
  const state = table?.columns.get(name);
  if (state !== undefined && !state.nullable) return true;
  if (known(operation.existingNullable) === false) return true;
  return (table?.constraints ?? []).some((each) => {
    if (each.kind === 'primary-key') return each.columns.includes(name);
    return each.kind === 'check' && each.validated && each.provesNotNull.includes(name);
  });
}

function others({ table, newName, column, serverDefault, comment, span }: OperationOf<'alter_column'>): Application[] {
  const result: Application[] = [];
  if (isKnown(newName) && newName.value !== column.value)
    result.push({ name: 'rename column', table, at: newName.span });
  if (serverDefault !== undefined) result.push({ name: 'set default', table, at: serverDefault.span });
  if (comment !== undefined) result.push({ name: 'comment', table, at: span });
  return result;
}
