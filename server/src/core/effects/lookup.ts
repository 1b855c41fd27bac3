/** Questions to the catalogue that effects ask: whose index it is, what refers to what, what lies below a table. */

import {
  type Catalogue,
  type ConstraintState,
  type DomainState,
  findTable,
  type QualifiedName,
  type TableState,
  tableKey,
} from '../schema/catalogue.ts';
import { findIndex } from '../schema/constraints.ts';
import type { DataType } from '../schema/data-type.ts';
import { tablesReferringTo } from '../schema/referrers.ts';

export type ForeignKey = Extract<ConstraintState, { kind: 'foreign-key' }>;

/** The foreign keys of a table; those with one column only, when it is named. */
export function foreignKeys(table: TableState | undefined, column?: string): readonly ForeignKey[] {
  return (table?.constraints ?? []).flatMap((each) =>
    each.kind === 'foreign-key' && (column === undefined || each.columns.includes(column)) ? [each] : [],
  );
}

/** What a table's foreign keys refer to, itself left out. */
export function referentsOf(table: TableState | undefined, column?: string): readonly QualifiedName[] {
  const own = table && tableKey(table);
  return foreignKeys(table, column).flatMap(({ referent }) => (tableKey(referent) === own ? [] : [referent]));
}

/** The foreign keys of other tables that refer to a table, with their tables. */
export function keysTo(
  catalogue: Catalogue,
  name: QualifiedName,
): readonly { readonly table: TableState; readonly key: ForeignKey }[] {
  const referent = tableKey(name);
  return tablesReferringTo(catalogue, name).flatMap((table) =>
    tableKey(table) === referent
      ? []
      : foreignKeys(table).flatMap((key) => (tableKey(key.referent) === referent ? [{ table, key }] : [])),
  );
}

export function findConstraintOf(table: TableState | undefined, name: string | undefined): ConstraintState | undefined {
  return name === undefined ? undefined : table?.constraints.find((each) => each.name === name);
}

export function tableOfIndex(
  catalogue: Catalogue,
  name: string | undefined,
  schema: string | undefined,
): QualifiedName | undefined {
  return name === undefined ? undefined : findIndex(catalogue, name, schema)?.table;
}

/** The partitions and heirs of a table, at every level. */
export function tablesBelow(catalogue: Catalogue, name: QualifiedName): readonly TableState[] {
  if (isChildless(catalogue, name)) return [];
  const found = new Map<string, TableState>();
  const collect = (parent: string): void => {
    for (const table of catalogue.tables.values()) {
      const key = tableKey(table);
      if (found.has(key) || !table.parents?.some((each) => tableKey(each) === parent)) continue;
      found.set(key, table);
      collect(key);
    }
  };
  collect(tableKey(name));
  return [...found.values()];
}

/** Whether a table is known to have none; of one that no migration made, only its children can tell. */
function isChildless(catalogue: Catalogue, name: QualifiedName): boolean {
  const table = findTable(catalogue, name);
  return table !== undefined && !table.hasHeirs;
}

/** The partition that takes what no other partition of the table does. */
export function defaultPartition(catalogue: Catalogue, name: QualifiedName): TableState | undefined {
  if (isChildless(catalogue, name)) return undefined;
  const parent = tableKey(name);
  return [...catalogue.tables.values()].find(
    (table) => table.defaultPartition === true && table.parents?.some((each) => tableKey(each) === parent),
  );
}

/** The domain that a type is, if it is one. */
export function domainOf(catalogue: Catalogue, { name, schema }: DataType): DomainState | undefined {
  if (name === undefined) return undefined;
  return catalogue.domains.get(tableKey(schema === undefined ? { name } : { schema, name }));
}

/** Whether a table's rows are in its partitions. */
export function isPartitioned(catalogue: Catalogue, name: QualifiedName): boolean {
  return findTable(catalogue, name)?.partitioned === true;
}
