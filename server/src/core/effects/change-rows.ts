/** The facts of INSERT, UPDATE and DELETE: the table itself, and the tables at the other ends of foreign keys. */

import type { OperationOf } from '../operations/operation.ts';
import { type Catalogue, findTable, type QualifiedName, type TableState } from '../schema/catalogue.ts';
import type { Application } from './application.ts';
import { foreignKeys, keysTo, referentsOf } from './lookup.ts';

export function insertRows(
  { table, span, columns }: OperationOf<'insert'>,
  catalogue: Catalogue,
): readonly Application[] {
  const state = findTable(catalogue, table);
  const given = columns?.length ? columns : undefined;
  return [
    { name: 'change rows', table, at: span },
    { name: 'check parents', table, others: parents(state, given), at: span },
  ];
}

export function updateRows({ table, span, sets }: OperationOf<'update'>, catalogue: Catalogue): readonly Application[] {
  const columns = sets.map(({ column }) => column.value);
  return [
    { name: 'change rows', table, at: span },
    { name: 'check parents', table, others: parents(findTable(catalogue, table), columns), at: span },
    ...children(table, span, catalogue, 'onUpdate', columns),
  ];
}

export function deleteRows({ table, span }: OperationOf<'delete'>, catalogue: Catalogue): readonly Application[] {
  return [{ name: 'change rows', table, at: span }, ...children(table, span, catalogue, 'onDelete')];
}

/** Where the foreign keys with one of the columns refer to. */
function parents(table: TableState | undefined, columns: readonly string[] | undefined): readonly QualifiedName[] {
  if (columns === undefined) return referentsOf(table);
  return columns.flatMap((column) => foreignKeys(table, column).map((key) => key.referent));
}

/** The tables that refer to the rows: where they are only looked for, and where they change along. */
function children(
  table: OperationOf<'delete'>['table'],
  at: Application['at'],
  catalogue: Catalogue,
  event: 'onDelete' | 'onUpdate',
  columns?: readonly string[],
): readonly Application[] {
  const keys = keysTo(catalogue, table).filter(
    ({ key }) => columns === undefined || key.referentColumns.some((column) => columns.includes(column)),
  );
  const keeps = keys.filter(({ key }) => ['NO ACTION', 'RESTRICT'].includes(key[event] ?? 'NO ACTION'));
  const changes = keys.filter((each) => !keeps.includes(each));
  return [
    { name: 'check children', table, others: keeps.map((each) => each.table), at },
    { name: 'change children', table, others: changes.map((each) => each.table), at },
  ];
}
