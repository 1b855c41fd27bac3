/** Changes of views: what reads what, and what goes when something goes. */

import { type Catalogue, type Provenance, type QualifiedName, tableKey, type ViewState } from './catalogue.ts';
import { mentions, replaceRelation } from './identifiers.ts';
import { withEntry } from './shared-map.ts';

export function findView(catalogue: Catalogue, name: QualifiedName): ViewState | undefined {
  return catalogue.views.get(tableKey(name));
}

/** Puts a view under its own name. What belongs to one that it replaces stays. */
export function putView(catalogue: Catalogue, view: ViewState): Catalogue {
  const key = tableKey(view);
  const former = catalogue.views.get(key);
  const kept = former && { indexes: former.indexes, triggers: former.triggers };
  return { ...catalogue, views: withEntry(catalogue.views, key, { ...view, ...kept }) };
}

/** Changes a view if it is known. A change that returns its argument changes nothing. */
export function changeView(
  catalogue: Catalogue,
  name: QualifiedName,
  change: (view: ViewState) => ViewState,
): Catalogue {
  const before = findView(catalogue, name);
  const after = before && change(before);
  if (after === undefined || after === before) return catalogue;
  return { ...catalogue, views: withEntry(catalogue.views, tableKey(name), after) };
}

/** Drops a view and the views that read it. */
export function dropView(catalogue: Catalogue, name: QualifiedName): Catalogue {
  const views = new Map(catalogue.views);
  if (!views.delete(tableKey(name))) return catalogue;
  return dropReaders({ ...catalogue, views }, name);
}

/** Drops the views that read a table or view, if they name the column where one is given. */
export function dropReaders(catalogue: Catalogue, name: QualifiedName, column?: string): Catalogue {
  const readers = readersOf(catalogue, name).filter(
    ({ query }) => column === undefined || (query !== undefined && mentions(query, column)),
  );
  return readers.reduce((it, view) => dropView(it, view), catalogue);
}

/** The views that read a table or view. */
export function readersOf(catalogue: Catalogue, name: QualifiedName): readonly ViewState[] {
  if (catalogue.views.size === 0) return [];
  const key = tableKey(name);
  return [...catalogue.views.values()].filter(({ reads }) => reads.some((each) => tableKey(each) === key));
}

/** Whether a view's query names the column, or takes all there are. */
export function readsColumn({ query }: ViewState, column: string): boolean {
  return query !== undefined && (mentions(query, column) || /(?:\bselect|,|\.)\s*\*/i.test(query));
}

/** Views follow what they read when it gets another name or schema. */
export function followRename(catalogue: Catalogue, from: QualifiedName, to: QualifiedName): Catalogue {
  return readersOf(catalogue, from).reduce(
    (it, view) =>
      changeView(it, view, (before) => ({
        ...before,
        reads: before.reads.map((each) => (tableKey(each) === tableKey(from) ? to : each)),
        query: before.query && replaceRelation(before.query, from, to),
      })),
    catalogue,
  );
}

/** Gives a view another name; what reads it follows. */
export function renameView(catalogue: Catalogue, from: QualifiedName, to: QualifiedName): Catalogue {
  const before = findView(catalogue, from);
  if (before === undefined) return catalogue;
  const views = new Map(catalogue.views);
  views.delete(tableKey(from));
  const { schema: _, ...rest } = before;
  views.set(tableKey(to), { ...rest, ...to });
  return followRename({ ...catalogue, views }, from, to);
}

/** A view that stands for one that no migration read so far made. */
export function emptyView(name: QualifiedName, materialized: boolean, by: Provenance): ViewState {
  return { ...name, materialized, query: undefined, reads: [], indexes: [], triggers: [], by };
}
