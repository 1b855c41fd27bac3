/** Changes of the catalogue's enum types. */

import { type Catalogue, type EnumState, type QualifiedName, tableKey } from './catalogue.ts';
import { putColumn } from './columns.ts';
import { withEntry } from './shared-map.ts';
import { columnsOfType } from './types.ts';

export function findEnum(catalogue: Catalogue, name: QualifiedName): EnumState | undefined {
  return catalogue.enums.get(tableKey(name));
}

/** Makes an enum, unless one of that name is there. */
export function putEnum(catalogue: Catalogue, name: QualifiedName, state: EnumState): Catalogue {
  const key = tableKey(name);
  if (catalogue.enums.has(key)) return catalogue;
  return { ...catalogue, enums: withEntry(catalogue.enums, key, state) };
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
  return { ...catalogue, enums: withEntry(catalogue.enums, tableKey(name), { ...state, labels }) };
}

/** Gives a label another name; the defaults of columns follow. */
export function renameLabel(catalogue: Catalogue, name: QualifiedName, from: string, to: string): Catalogue {
  const after = changeLabels(catalogue, name, (labels) => labels.map((label) => (label === from ? to : label)));
  return columnsOfType(after, name).reduce((it, { table, column }) => {
    const value = column.default;
    if (value?.kind !== 'literal' || value.text !== from) return it;
    const { sql: _, ...rest } = value;
    return putColumn(it, table, { ...column, default: { ...rest, text: to } });
  }, after);
}
