/** Changes of the catalogue that make, drop, rename or reach a table. Every change makes a new catalogue and shares the rest. */

import {
  type Catalogue,
  findTable,
  type Provenance,
  type QualifiedName,
  type TableState,
  tableKey,
} from './catalogue.ts';

/** Puts a table under its own name, in place of one of that name. */
export function putTable(catalogue: Catalogue, table: TableState): Catalogue {
  return { ...catalogue, tables: new Map(catalogue.tables).set(tableKey(table), table) };
}

/**
 * Changes a table. One that no migration read so far created comes into being as `whole: false`, since the change
 * proves that it exists. A change that returns its argument changes nothing.
 */
export function changeTable(
  catalogue: Catalogue,
  name: QualifiedName,
  by: Provenance,
  change: (table: TableState) => TableState,
): Catalogue {
  const before = findTable(catalogue, name);
  const after = change(before ?? unseenTable(name, by));
  return before === after ? catalogue : putTable(catalogue, after);
}

/** The table, or what stands for one that no migration read so far created. */
export function tableOrUnseen(catalogue: Catalogue, name: QualifiedName, by: Provenance): TableState {
  return findTable(catalogue, name) ?? unseenTable(name, by);
}

/** Changes a table if it is known. */
export function changeKnownTable(
  catalogue: Catalogue,
  name: QualifiedName,
  change: (table: TableState) => TableState,
): Catalogue {
  const before = findTable(catalogue, name);
  if (before === undefined) return catalogue;
  const after = change(before);
  return before === after ? catalogue : putTable(catalogue, after);
}

/** Removes a table and the foreign keys that point at it. */
export function dropTable(catalogue: Catalogue, name: QualifiedName): Catalogue {
  const key = tableKey(name);
  const tables = new Map(catalogue.tables);
  const dropped = tables.delete(key);
  const changed = changeReferents(tables, key, () => undefined);
  return dropped || changed ? { ...catalogue, tables } : catalogue;
}

/** Gives a table another name in its schema; foreign keys follow it. An unknown one becomes known under the new name. */
export function renameTable(catalogue: Catalogue, name: QualifiedName, newName: string, by: Provenance): Catalogue {
  const before = tableOrUnseen(catalogue, name, by);
  const after: TableState = { ...before, name: newName };
  const tables = new Map(catalogue.tables);
  tables.delete(tableKey(name));
  tables.set(tableKey(after), after);
  changeReferents(tables, tableKey(name), (referent) => ({ ...referent, name: newName }));
  return { ...catalogue, tables };
}

/** A table that is only known of. Its provenance is a copy, since the operation did not make it. */
function unseenTable(name: QualifiedName, by: Provenance): TableState {
  const schema = name.schema === undefined ? {} : { schema: name.schema };
  return { ...schema, name: name.name, columns: new Map(), constraints: [], indexes: [], whole: false, by: { ...by } };
}

/** Replaces, in place, the referent of every foreign key that points at a table; `undefined` removes the key. */
function changeReferents(
  tables: Map<string, TableState>,
  referentKey: string,
  change: (referent: QualifiedName) => QualifiedName | undefined,
): boolean {
  let changed = false;
  for (const [key, table] of tables) {
    if (!table.constraints.some((one) => one.kind === 'foreign-key' && tableKey(one.referent) === referentKey))
      continue;
    const constraints = table.constraints.flatMap((one) => {
      if (one.kind !== 'foreign-key' || tableKey(one.referent) !== referentKey) return [one];
      const referent = change(one.referent);
      return referent === undefined ? [] : [{ ...one, referent }];
    });
    tables.set(key, { ...table, constraints });
    changed = true;
  }
  return changed;
}
