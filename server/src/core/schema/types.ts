/** Changes of types of every kind: enums, domains, composites and ranges share their names, and columns refer to them. */

import {
  type Catalogue,
  type ColumnState,
  type DomainState,
  type QualifiedName,
  type TableState,
  type TypeState,
  tableKey,
} from './catalogue.ts';
import { dropColumn } from './columns.ts';
import type { DataType } from './data-type.ts';
import { withEntry } from './shared-map.ts';

export function putType(catalogue: Catalogue, type: TypeState): Catalogue {
  return { ...catalogue, types: withEntry(catalogue.types, tableKey(type), type) };
}

export function putDomain(catalogue: Catalogue, domain: DomainState): Catalogue {
  return { ...catalogue, domains: withEntry(catalogue.domains, tableKey(domain), domain) };
}

/** Changes a domain if it is known. */
export function changeDomain(
  catalogue: Catalogue,
  name: QualifiedName,
  change: (domain: DomainState) => DomainState,
): Catalogue {
  const before = catalogue.domains.get(tableKey(name));
  return before === undefined ? catalogue : putDomain(catalogue, change(before));
}

/** Drops a type of any kind; with `cascade` the columns of that type too. */
export function dropType(catalogue: Catalogue, name: QualifiedName, cascade = false): Catalogue {
  const key = tableKey(name);
  const [enums, domains, types] = [new Map(catalogue.enums), new Map(catalogue.domains), new Map(catalogue.types)];
  const dropped = [enums.delete(key), domains.delete(key), types.delete(key)].includes(true);
  const after = dropped ? { ...catalogue, enums, domains, types } : catalogue;
  if (!cascade) return after;
  return columnsOfType(after, name).reduce((it, { table, column }) => dropColumn(it, table, column.name), after);
}

/** Gives a type of any kind another name or schema; the columns of that type follow it. */
export function renameType(catalogue: Catalogue, from: QualifiedName, to: QualifiedName): Catalogue {
  const after = {
    ...catalogue,
    enums: moved(catalogue.enums, from, to),
    domains: moved(catalogue.domains, from, to),
    types: moved(catalogue.types, from, to),
  };
  const tables = new Map(catalogue.tables);
  for (const { table, column } of columnsOfType(catalogue, from)) {
    const current = tables.get(tableKey(table)) ?? table;
    const columns = new Map(current.columns).set(column.name, { ...column, type: withName(column.type, to) });
    tables.set(tableKey(table), { ...current, columns });
  }
  return { ...after, tables };
}

/** The columns whose type is of that name; one without a schema may be of any. */
export function columnsOfType(
  catalogue: Catalogue,
  name: QualifiedName,
): readonly { readonly table: TableState; readonly column: ColumnState }[] {
  return [...catalogue.tables.values()].flatMap((table) =>
    [...table.columns.values()].filter(({ type }) => isOfType(type, name)).map((column) => ({ table, column })),
  );
}

function isOfType({ name, schema }: DataType, wanted: QualifiedName): boolean {
  if (name !== wanted.name) return false;
  return schema === undefined || (wanted.schema ?? 'public') === schema;
}

function withName(type: DataType, { schema, name }: QualifiedName): DataType {
  const { schema: former, ...rest } = type;
  // A type found without its schema is still found that way in the same one.
  return schema === undefined || (former === undefined && schema === 'public')
    ? { ...rest, name }
    : { ...rest, schema, name };
}

function moved<State extends object>(
  states: ReadonlyMap<string, State>,
  from: QualifiedName,
  to: QualifiedName,
): ReadonlyMap<string, State> {
  const state = states.get(tableKey(from));
  if (state === undefined) return states;
  const after = new Map(states);
  after.delete(tableKey(from));
  return after.set(tableKey(to), { ...state, ...to });
}
