/** Tables that a revision works on although only a revision that isn't before it makes them. */

import type { Operation, TableName } from '../operations/operation.ts';
import { type Catalogue, findTable, tableKey } from '../schema/catalogue.ts';
import type { Migration } from './migration.ts';

/**
 * Key of each such table, with the revision that makes it. A table that no migration makes may have been there all
 * along, so nothing is said of it.
 *
 * @param before the schema that the revision finds
 * @param head the schema after every revision
 */
export function madeLater(
  { header, upgrade }: Migration,
  before: Catalogue,
  head: Catalogue,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const own = new Set<string>();
  for (const operation of upgrade) {
    // A later revision may make the table once more, when it was dropped between.
    if (operation.kind === 'create_table') own.add(tableKey(operation.table));
    for (const key of tablesOf(operation).map(tableKey)) {
      const made = before.tables.has(key) || own.has(key) ? undefined : head.tables.get(key);
      if (made?.whole !== true || made.by.tentative !== undefined || made.by.revision === header.revision?.value)
        continue;
      found.set(key, made.by.revision);
    }
  }
  return found;
}

/** Whether the upgrade works on a table that is neither there before it nor made by it until then. */
export function usesUnknown({ upgrade }: Migration, before: Catalogue): boolean {
  const own = new Set<string>();
  return upgrade.some((operation) => {
    if (operation.kind === 'create_table') own.add(tableKey(operation.table));
    return tablesOf(operation).some((table) => !own.has(tableKey(table)) && findTable(before, table) === undefined);
  });
}

/** The tables that must be there for the operation. */
export function tablesOf(operation: Operation): readonly TableName[] {
  if (operation.circumstance.conditional) return [];
  switch (operation.kind) {
    case 'create_table':
      return [
        ...operation.columns.flatMap((column) => column.foreignKeys.map((key) => key.referent)),
        ...operation.constraints.flatMap((each) => (each.kind === 'foreign-key' ? [each.referent] : [])),
      ];
    case 'add_foreign_key':
      return [operation.table, operation.constraint.referent];
    case 'add_column':
      return [operation.table, ...operation.column.foreignKeys.map((key) => key.referent)];
    case 'drop_table':
      return operation.ifExists ? [] : [operation.table];
    case 'drop_column':
    case 'rename_table':
    case 'alter_column':
    case 'create_index':
    case 'add_check':
    case 'add_unique':
    case 'add_primary_key':
    case 'drop_constraint':
    case 'validate_constraint':
    case 'update':
    case 'delete':
    case 'insert':
      return [operation.table];
    default:
      return [];
  }
}
