/** Changes of the catalogue that make, drop, rename or reach a table. Every change makes a new catalogue and shares the rest. */

import {
  type Catalogue,
  findTable,
  type Provenance,
  type QualifiedName,
  type TableState,
  tableKey,
} from './catalogue.ts';
import { dropOwned, followOwner, renameSequence } from './sequences.ts';
import { withEntry } from './shared-map.ts';
import { dropReaders, followRename } from './views.ts';

/** Puts a table under its own name, in place of one of that name. */
export function putTable(catalogue: Catalogue, table: TableState): Catalogue {
  return { ...catalogue, tables: withEntry(catalogue.tables, tableKey(table), table) };
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

/**
 * Removes a table with its sequences, the foreign keys that point at it, its partitions and the views that read it: what
 * depends on it goes, as only CASCADE lets the table go then.
 */
export function dropTable(catalogue: Catalogue, name: QualifiedName): Catalogue {
  const key = tableKey(name);
  const dropped = catalogue.tables.get(key);
  const tables = new Map(catalogue.tables);
  tables.delete(key);
  const changed = changeReferents(tables, key, () => undefined);
  if (dropped === undefined && !changed) return catalogue;
  const after = dropReaders(
    dropOwned({ ...catalogue, tables: changed || dropped ? tables : catalogue.tables }, name),
    name,
  );
  return heirsOf(catalogue, name).reduce((it, heir) => dropTable(it, heir), forgetRename(after, key));
}

/** The partitions of a table, and the tables that inherit from it. */
export function heirsOf(catalogue: Catalogue, name: QualifiedName): readonly TableState[] {
  const key = tableKey(name);
  if (!catalogue.tables.get(key)?.hasHeirs) return [];
  return [...catalogue.tables.values()].filter((table) => table.parents?.some((parent) => tableKey(parent) === key));
}

/** Notes at the parents that they have heirs. */
export function markHeirs(catalogue: Catalogue, parents: readonly QualifiedName[]): Catalogue {
  return parents.reduce(
    (it, parent) => changeKnownTable(it, parent, (table) => (table.hasHeirs ? table : { ...table, hasHeirs: true })),
    catalogue,
  );
}

/** Gives a table another name in its schema; what points at it follows. An unknown one becomes known under the new name. */
export function renameTable(catalogue: Catalogue, name: QualifiedName, newName: string, by: Provenance): Catalogue {
  const before = tableOrUnseen(catalogue, name, by);
  const { schema } = before;
  return moveTable(catalogue, before, schema === undefined ? { name: newName } : { schema, name: newName });
}

/** Puts a table into another schema, with its sequences; what points at it follows. */
export function setTableSchema(catalogue: Catalogue, name: QualifiedName, schema: string, by: Provenance): Catalogue {
  const before = tableOrUnseen(catalogue, name, by);
  const moved = moveTable(catalogue, before, { schema, name: name.name });
  const owned = [...moved.sequences.values()].filter(
    (one) => one.ownedBy !== undefined && tableKey(one.ownedBy.table) === tableKey({ schema, name: name.name }),
  );
  return owned.reduce((it, one) => renameSequence(it, one, { schema, name: one.name }), moved);
}

function moveTable(catalogue: Catalogue, before: TableState, to: QualifiedName): Catalogue {
  const from = tableKey(before);
  const { schema: _, ...rest } = before;
  const tables = new Map(catalogue.tables);
  tables.delete(from);
  tables.set(tableKey(to), { ...rest, ...to });
  changeReferents(tables, from, () => to);
  for (const heir of heirsOf(catalogue, before)) {
    const known = tables.get(tableKey(heir)) ?? heir;
    const parents = (known.parents ?? []).map((parent) => (tableKey(parent) === from ? to : parent));
    tables.set(tableKey(heir), { ...known, parents });
  }
  const renamed = new Set(catalogue.renamed);
  renamed.delete(from);
  renamed.add(tableKey(to));
  return followRename(followOwner({ ...catalogue, tables, renamed }, before, { table: to }), before, to);
}

function forgetRename(catalogue: Catalogue, key: string): Catalogue {
  if (!catalogue.renamed.has(key)) return catalogue;
  const renamed = new Set(catalogue.renamed);
  renamed.delete(key);
  return { ...catalogue, renamed };
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
