/** Changes of a table's constraints and indexes. */

import {
  type Catalogue,
  type ColumnState,
  type ConstraintState,
  findTable,
  type IndexState,
  type QualifiedName,
  type TableState,
  tableKey,
  type ViewState,
} from './catalogue.ts';
import { tablesReferringTo, tablesWithIndex } from './referrers.ts';
import { changeKnownTable, changeTable } from './tables.ts';
import { changeView, findView } from './views.ts';

/** Adds a constraint, in place of one of that name. A primary key makes its columns NOT NULL. */
export function putConstraint(catalogue: Catalogue, name: QualifiedName, constraint: ConstraintState): Catalogue {
  return changeTable(catalogue, name, constraint.by, (table) => withConstraint(table, constraint));
}

/** The table with one constraint more. */
export function withConstraint(table: TableState, constraint: ConstraintState): TableState {
  const others = table.constraints.filter((one) => one.name === undefined || one.name !== constraint.name);
  const columns = constraint.kind === 'primary-key' ? notNull(table, constraint.columns) : table.columns;
  return { ...table, columns, constraints: [...others, constraint] };
}

/**
 * Drops a constraint of a table by its name; nothing happens when the table has none of that name. With `cascade`, the
 * foreign keys that rest on it go too.
 */
export function dropConstraint(
  catalogue: Catalogue,
  name: QualifiedName,
  constraint: string,
  cascade = false,
): Catalogue {
  const dependents = cascade ? dependentKeys(catalogue, name, constraint) : [];
  const changed = dependents.reduce((it, { table, key }) => withoutConstraint(it, table, key), catalogue);
  const state = findConstraint(changed, name, constraint);
  if (state !== undefined) return withoutConstraint(changed, name, state);
  return changeUnproven(changed, name, constraint, (column) => ({ ...column, nullable: true }));
}

/** Changes the column whose unproven NOT NULL has the name, which then is unproven no more. */
function changeUnproven(
  catalogue: Catalogue,
  name: QualifiedName,
  constraint: string,
  change: (column: ColumnState) => ColumnState,
): Catalogue {
  const columns = [...(findTable(catalogue, name)?.columns.values() ?? [])];
  const found = columns.find(({ unprovenNotNull }) => unprovenNotNull === constraint);
  if (found === undefined) return catalogue;
  const { unprovenNotNull: _, ...proven } = found;
  return changeKnownTable(catalogue, name, (table) => ({
    ...table,
    columns: new Map(table.columns).set(found.name, change(proven)),
  }));
}

/** The foreign keys that rest on a primary key or unique constraint. */
export function dependentKeys(
  catalogue: Catalogue,
  name: QualifiedName,
  constraint: string,
): readonly { readonly table: TableState; readonly key: ConstraintState }[] {
  const state = findConstraint(catalogue, name, constraint);
  if (state?.kind !== 'primary-key' && state?.kind !== 'unique') return [];
  const columns = state.columns.toSorted().join();
  return tablesReferringTo(catalogue, name).flatMap((table) =>
    table.constraints.flatMap((key) => {
      if (key.kind !== 'foreign-key' || tableKey(key.referent) !== tableKey(name)) return [];
      const meant = key.referentColumns.length === 0 ? state.kind === 'primary-key' : undefined;
      return (meant ?? key.referentColumns.toSorted().join() === columns) ? [{ table, key }] : [];
    }),
  );
}

function withoutConstraint(catalogue: Catalogue, name: QualifiedName, constraint: ConstraintState): Catalogue {
  return changeKnownTable(catalogue, name, (table) => ({
    ...table,
    constraints: table.constraints.filter((one) => one !== constraint),
  }));
}

/** Marks a constraint that was added NOT VALID as proven. */
export function validateConstraint(catalogue: Catalogue, name: QualifiedName, constraint: string): Catalogue {
  const after = changeUnproven(catalogue, name, constraint, (column) => column);
  return changeKnownTable(after, name, (table) => {
    if (!table.constraints.some((one) => one.name === constraint && 'validated' in one && !one.validated)) return table;
    return {
      ...table,
      constraints: table.constraints.map((one) =>
        one.name === constraint && 'validated' in one ? { ...one, validated: true } : one,
      ),
    };
  });
}

/** Adds an index to a table or materialized view, in place of one of that name. */
export function putIndex(catalogue: Catalogue, name: QualifiedName, index: IndexState): Catalogue {
  if (findView(catalogue, name) !== undefined) {
    return changeView(catalogue, name, (view) => ({ ...view, indexes: withIndex(view, index).indexes }));
  }
  return changeTable(catalogue, name, index.by, (table) => withIndex(table, index));
}

/** The table with one index more. */
export function withIndex<T extends Pick<TableState, 'indexes'>>(table: T, index: IndexState): T {
  return {
    ...table,
    indexes: [...table.indexes.filter((one) => one.name === undefined || one.name !== index.name), index],
  };
}

/** Drops an index by its name, in whichever table of the schema it stands; `near` is where to look first. */
export function dropIndex(
  catalogue: Catalogue,
  index: string,
  schema: string | undefined,
  near?: QualifiedName,
): Catalogue {
  const found = indexIn(near && findTable(catalogue, near), index, schema) ?? findIndex(catalogue, index, schema);
  if (found === undefined) {
    const view = viewOfIndex(catalogue, index, schema);
    if (view === undefined) return catalogue;
    return changeView(catalogue, view, (it) => ({ ...it, indexes: it.indexes.filter(({ name }) => name !== index) }));
  }
  return changeKnownTable(catalogue, found.table, (table) => ({
    ...table,
    indexes: table.indexes.filter((one) => one !== found.index),
  }));
}

/** The index of that name and its table. Without a schema, one in another schema counts if it is the only one. */
export function findIndex(
  catalogue: Catalogue,
  index: string,
  schema: string | undefined,
): { readonly table: TableState; readonly index: IndexState } | undefined {
  const found: { table: TableState; index: IndexState }[] = [];
  for (const table of tablesWithIndex(catalogue, index)) {
    const own = indexIn(table, index, schema);
    if (own !== undefined) return own;
    const state = table.indexes.find((one) => one.name === index);
    if (state !== undefined) found.push({ table, index: state });
  }
  return schema === undefined && found.length === 1 ? found[0] : undefined;
}

/** The index of that name in a table of the very schema. */
function indexIn(
  table: TableState | undefined,
  name: string,
  schema: string | undefined,
): { readonly table: TableState; readonly index: IndexState } | undefined {
  const index = table?.indexes.find((one) => one.name === name);
  if (table === undefined || index === undefined) return undefined;
  const own = tableKey({ ...(schema === undefined ? {} : { schema }), name: table.name }) === tableKey(table);
  return own ? { table, index } : undefined;
}

/** The materialized view that has the index of that name. */
export function viewOfIndex(catalogue: Catalogue, index: string, schema: string | undefined): ViewState | undefined {
  return [...catalogue.views.values()].find(
    (view) =>
      (schema === undefined || (view.schema ?? 'public') === schema) && view.indexes.some(({ name }) => name === index),
  );
}

/** The constraint of that name in a table. */
export function findConstraint(
  catalogue: Catalogue,
  name: QualifiedName,
  constraint: string,
): ConstraintState | undefined {
  return findTable(catalogue, name)?.constraints.find((one) => one.name === constraint);
}

function notNull(table: TableState, names: readonly string[]): TableState['columns'] {
  const columns = new Map(table.columns);
  for (const name of names) {
    const column = columns.get(name);
    if (column?.nullable) columns.set(name, { ...column, nullable: false });
  }
  return columns;
}
