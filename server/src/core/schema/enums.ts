/** Changes of the catalogue's enum types. */

import { type Catalogue, type Provenance, type QualifiedName, tableKey } from './catalogue.ts';
import type { EnumType } from './data-type.ts';

export type EnumState = EnumType & { readonly by: Provenance };

export function findEnum(catalogue: Catalogue, name: QualifiedName): EnumState | undefined {
  return catalogue.enums.get(tableKey(name));
}

/** Makes an enum, unless one of that name is there. */
export function putEnum(catalogue: Catalogue, name: QualifiedName, state: EnumState): Catalogue {
  const key = tableKey(name);
  if (catalogue.enums.has(key)) return catalogue;
  return { ...catalogue, enums: new Map(catalogue.enums).set(key, state) };
}

export function dropEnum(catalogue: Catalogue, name: QualifiedName): Catalogue {
  const enums = new Map(catalogue.enums);
  return enums.delete(tableKey(name)) ? { ...catalogue, enums } : catalogue;
}

/** Changes the labels of an enum, where both it and they are known. */
export function changeLabels(
  catalogue: Catalogue,
  name: QualifiedName,
  change: (labels: readonly string[]) => readonly string[],
): Catalogue {
  const state = findEnum(catalogue, name);
  if (state?.labels === undefined) return catalogue;
  const labels = change(state.labels);
  if (labels === state.labels) return catalogue;
  return { ...catalogue, enums: new Map(catalogue.enums).set(tableKey(name), { ...state, labels }) };
}

/** Gives an enum another name in its schema; the columns of that type follow it. */
export function renameEnum(catalogue: Catalogue, name: QualifiedName, to: string): Catalogue {
  const state = findEnum(catalogue, name);
  if (state === undefined) return catalogue;
  const enums = new Map(catalogue.enums);
  enums.delete(tableKey(name));
  enums.set(tableKey({ ...name, name: to }), { ...state, name: to });
  const tables = [...catalogue.tables].map(([key, table]): [string, typeof table] => {
    if (![...table.columns.values()].some((column) => column.type.name === name.name)) return [key, table];
    const columns = [...table.columns].map(([columnKey, column]): [string, typeof column] => [
      columnKey,
      column.type.name === name.name ? { ...column, type: { ...column.type, name: to } } : column,
    ]);
    return [key, { ...table, columns: new Map(columns) }];
  });
  return { ...catalogue, enums, tables: new Map(tables) };
}
