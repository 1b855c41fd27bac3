/** Changes of a table's columns, with what the server changes along with them. */

import {
  type Catalogue,
  type ColumnState,
  type ConstraintState,
  findTable,
  type QualifiedName,
  type TableState,
  tableKey,
} from './catalogue.ts';
import { changeKnownTable, changeTable } from './tables.ts';

/** Adds a column, in place of one of that name. */
export function putColumn(catalogue: Catalogue, name: QualifiedName, column: ColumnState): Catalogue {
  return changeTable(catalogue, name, column.by, (table) => ({
    ...table,
    columns: new Map(table.columns).set(column.name, column),
  }));
}

/** Drops a column with every constraint and index that involves it, and the foreign keys elsewhere that point at it. */
export function dropColumn(catalogue: Catalogue, name: QualifiedName, column: string): Catalogue {
  const table = findTable(catalogue, name);
  if (table === undefined) return catalogue;
  let after = changeKnownTable(catalogue, name, (it) => withoutColumn(it, column));
  for (const other of catalogue.tables.values()) {
    if (!other.constraints.some((one) => pointsAt(one, table, column))) continue;
    after = changeKnownTable(after, other, (it) => ({
      ...it,
      constraints: it.constraints.filter((one) => !pointsAt(one, table, column)),
    }));
  }
  return after;
}

/** Gives a column another name; constraints and indexes follow it, in other tables too. The position stays. */
export function renameColumn(catalogue: Catalogue, name: QualifiedName, from: string, to: string): Catalogue {
  const table = findTable(catalogue, name);
  if (table === undefined) return catalogue;
  let after = changeKnownTable(catalogue, name, (it) => withRenamedColumn(it, from, to));
  for (const other of after.tables.values()) {
    if (!other.constraints.some((one) => pointsAt(one, table, from))) continue;
    after = changeKnownTable(after, other, (it) => ({
      ...it,
      constraints: it.constraints.map((one) =>
        one.kind === 'foreign-key' && pointsAt(one, table, from)
          ? { ...one, referentColumns: renamed(one.referentColumns, from, to) }
          : one,
      ),
    }));
  }
  return after;
}

/** Whether a constraint of the table involves the column. */
export function involves(constraint: ConstraintState, column: string): boolean {
  if (constraint.kind === 'check') {
    return constraint.provesNotNull.includes(column) || mentions(constraint.sql ?? '', column);
  }
  return constraint.kind !== 'exclude' && constraint.columns.includes(column);
}

/** Whether SQL names the column outside of string literals. */
export function mentions(sql: string, column: string): boolean {
  return replaceIdentifier(sql, column, '\u0000').includes('\u0000');
}

function withoutColumn(table: TableState, column: string): TableState {
  const columns = new Map(table.columns);
  columns.delete(column);
  return {
    ...table,
    columns,
    constraints: table.constraints.filter((one) => !involves(one, column)),
    indexes: table.indexes.filter((one) => !one.columns.includes(column)),
  };
}

function withRenamedColumn(table: TableState, from: string, to: string): TableState {
  const columns = [...table.columns].map(([key, column]): [string, ColumnState] =>
    key === from ? [to, { ...column, name: to }] : [key, column],
  );
  return {
    ...table,
    columns: new Map(columns),
    constraints: table.constraints.map((one) => withRenamedMember(one, from, to)),
    indexes: table.indexes.map((one) =>
      one.columns.includes(from) ? { ...one, columns: one.columns.map((it) => (it === from ? to : it)) } : one,
    ),
  };
}

function withRenamedMember(constraint: ConstraintState, from: string, to: string): ConstraintState {
  if (!involves(constraint, from)) return constraint;
  if (constraint.kind === 'check') {
    const sql = constraint.sql === undefined ? undefined : replaceIdentifier(constraint.sql, from, to);
    return { ...constraint, sql, provesNotNull: renamed(constraint.provesNotNull, from, to) };
  }
  if (constraint.kind === 'exclude') return constraint;
  return { ...constraint, columns: renamed(constraint.columns, from, to) };
}

function pointsAt(constraint: ConstraintState, referent: QualifiedName, column: string): boolean {
  return (
    constraint.kind === 'foreign-key' &&
    tableKey(constraint.referent) === tableKey(referent) &&
    constraint.referentColumns.includes(column)
  );
}

function renamed(columns: readonly string[], from: string, to: string): readonly string[] {
  return columns.map((it) => (it === from ? to : it));
}

/** Replaces a column's name, bare or in double quotes, outside of string literals. */
function replaceIdentifier(sql: string, from: string, to: string): string {
  return sql.replace(/'(?:[^']|'')*'|"((?:[^"]|"")*)"|[\p{L}_][\p{L}\p{N}_$]*/gu, (token: string, quoted?: string) => {
    if (quoted !== undefined) return quoted === from ? `"${to}"` : token;
    return token.toLowerCase() === from ? to : token;
  });
}
