/** What answers under the name of a relation that was renamed: another table or a view that took the name. */

import { type Catalogue, findTable, type QualifiedName, type TableState, tableKey } from '../schema/catalogue.ts';
import { findView } from '../schema/views.ts';

export interface StandIn {
  /** Columns that the former relation had and the new one is known to lack. */
  readonly lacks: readonly string[];
}

/** Undefined where nothing has the name; a table that statements only speak of under it doesn't count. */
export function standInFor(former: TableState | undefined, name: QualifiedName, after: Catalogue): StandIn | undefined {
  const columns = columnsUnder(name, after);
  if (columns === undefined) return undefined;
  const wanted = [...(former?.columns.keys() ?? [])];
  return { lacks: columns === 'unknown' ? [] : wanted.filter((column) => !columns.has(column)) };
}

function columnsUnder(name: QualifiedName, after: Catalogue): ReadonlySet<string> | 'unknown' | undefined {
  const view = findView(after, name);
  if (view !== undefined) {
    const columns = view.columns ?? view.outputs;
    return columns === undefined ? 'unknown' : new Set(columns);
  }
  const table = findTable(after, name);
  if (table?.whole) return new Set(table.columns.keys());
  // Renamed to it, and made where no migration read so far says.
  return table !== undefined && after.renamed.has(tableKey(name)) ? 'unknown' : undefined;
}
