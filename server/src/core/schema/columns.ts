/** Changes of a table's columns, with what the server changes along with them. */

import {
  type Catalogue,
  type ColumnState,
  type ConstraintState,
  findTable,
  type IndexState,
  type PolicyState,
  type QualifiedName,
  type TableState,
  type TriggerState,
  tableKey,
  type ViewState,
} from './catalogue.ts';
import { mentions, replaceIdentifier } from './identifiers.ts';
import { tablesReferringTo } from './referrers.ts';
import { dropOwned, followOwner } from './sequences.ts';
import { withEntry } from './shared-map.ts';
import { changeKnownTable, changeTable, heirsOf } from './tables.ts';
import { changeView, dropReaders, readersOf } from './views.ts';

/** Adds a column, in place of one of that name, to the table and its heirs. */
export function putColumn(catalogue: Catalogue, name: QualifiedName, column: ColumnState): Catalogue {
  const after = changeTable(catalogue, name, column.by, (table) => ({
    ...table,
    columns: withEntry(table.columns, column.name, column),
  }));
  return heirsOf(after, name).reduce((it, heir) => putColumn(it, heir, column), after);
}

/**
 * Drops a column with every constraint and index that involves it, its own sequence, and the foreign keys elsewhere that
 * point at it. Partitions and heirs lose the column too. Views that read it go, as only CASCADE lets the column go then.
 */
export function dropColumn(catalogue: Catalogue, name: QualifiedName, column: string): Catalogue {
  const table = findTable(catalogue, name);
  if (table === undefined) return catalogue;
  let after = changeKnownTable(catalogue, name, (it) => withoutColumn(it, column));
  after = dropReaders(dropOwned(after, table, column), table, column);
  for (const heir of heirsOf(catalogue, table)) after = dropColumn(after, heir, column);
  for (const other of tablesReferringTo(catalogue, table)) {
    if (!other.constraints.some((one) => pointsAt(one, table, column))) continue;
    after = changeKnownTable(after, other, (it) => ({
      ...it,
      constraints: it.constraints.filter((one) => !pointsAt(one, table, column)),
    }));
  }
  return after;
}

/** Gives a column another name; constraints and indexes follow it, in other tables too. The position stays. */
export function renameColumn(catalogue: Catalogue, name: QualifiedName, from: string, to: string): Catalogue {
  const table = findTable(catalogue, name);
  if (table === undefined) return catalogue;
  let after = changeKnownTable(catalogue, name, (it) => withRenamedColumn(it, from, to));
  after = followOwner(after, table, { column: { from, to } });
  for (const heir of heirsOf(catalogue, table)) after = renameColumn(after, heir, from, to);
  for (const view of readersOf(after, table)) {
    after = changeView(after, view, (it) => withRenamedSource(it, from, to));
  }
  for (const other of tablesReferringTo(after, table)) {
    if (!other.constraints.some((one) => pointsAt(one, table, from))) continue;
    after = changeKnownTable(after, other, (it) => ({
      ...it,
      constraints: it.constraints.map((one) =>
        one.kind === 'foreign-key' && pointsAt(one, table, from)
          ? { ...one, referentColumns: renamed(one.referentColumns, from, to) }
          : one,
      ),
    }));
  }
  return after;
}

/** The view's own columns keep their names when those that it reads change theirs. */
function withRenamedSource(view: ViewState, from: string, to: string): ViewState {
  if (view.query === undefined || !mentions(view.query, from)) return view;
  const columns = view.columns ?? (view.outputs?.includes(from) ? view.outputs : undefined);
  return { ...view, ...(columns === undefined ? {} : { columns }), query: replaceIdentifier(view.query, from, to) };
}

/** Whether a constraint of the table involves the column. */
export function involves(constraint: ConstraintState, column: string): boolean {
  if (constraint.kind === 'check') {
    return constraint.provesNotNull.includes(column) || mentions(constraint.sql ?? '', column);
  }
  if (constraint.kind === 'exclude') return mentions(constraint.sql ?? '', column);
  return (
    constraint.columns.includes(column) || ('include' in constraint && constraint.include?.includes(column) === true)
  );
}

/** Whether the index has the column as a key, reads it in an expression or its condition, or includes it. */
export function indexInvolves({ columns, keys, include, where }: IndexState, column: string): boolean {
  return (
    columns.includes(column) ||
    include?.includes(column) === true ||
    [...(keys ?? []), where].some((sql) => sql !== undefined && mentions(sql, column))
  );
}

function withoutColumn(table: TableState, column: string): TableState {
  const columns = new Map(table.columns);
  columns.delete(column);
  return {
    ...table,
    columns,
    constraints: table.constraints.filter((one) => !involves(one, column)),
    indexes: table.indexes.filter((one) => !indexInvolves(one, column)),
  };
}

function withRenamedColumn(table: TableState, from: string, to: string): TableState {
  const columns = [...table.columns].map(([key, column]): [string, ColumnState] =>
    key === from ? [to, { ...column, name: to }] : [key, column],
  );
  return {
    ...table,
    columns: new Map(columns),
    constraints: table.constraints.map((one) => withRenamedMember(one, from, to)),
    indexes: table.indexes.map((one) => (indexInvolves(one, from) ? withRenamedKey(one, from, to) : one)),
    ...(table.partitionKey === undefined ? {} : { partitionKey: replaceIdentifier(table.partitionKey, from, to) }),
    ...(table.triggers === undefined ? {} : { triggers: table.triggers.map((one) => withRenamedSight(one, from, to)) }),
    ...(table.policies === undefined ? {} : { policies: table.policies.map((one) => withRenamedUse(one, from, to)) }),
  };
}

function withRenamedKey(index: IndexState, from: string, to: string): IndexState {
  const { columns, keys, include, where } = index;
  const follow = (sql: string | undefined) => sql && replaceIdentifier(sql, from, to);
  const condition = follow(where);
  return {
    ...index,
    columns: columns.map((it) => (it === from ? to : it)),
    ...(keys === undefined ? {} : { keys: keys.map(follow) }),
    ...(include === undefined ? {} : { include: renamed(include, from, to) }),
    ...(condition === undefined ? {} : { where: condition }),
  };
}

function withRenamedSight(trigger: TriggerState, from: string, to: string): TriggerState {
  const { when, scope } = trigger;
  return { ...trigger, when: replaceIdentifier(when, from, to), scope: replaceIdentifier(scope, from, to) };
}

function withRenamedUse(policy: PolicyState, from: string, to: string): PolicyState {
  const { using, check, ...rest } = policy;
  return {
    ...rest,
    ...(using === undefined ? {} : { using: replaceIdentifier(using, from, to) }),
    ...(check === undefined ? {} : { check: replaceIdentifier(check, from, to) }),
  };
}

function withRenamedMember(constraint: ConstraintState, from: string, to: string): ConstraintState {
  if (!involves(constraint, from)) return constraint;
  if (constraint.kind === 'check') {
    const sql = constraint.sql === undefined ? undefined : replaceIdentifier(constraint.sql, from, to);
    return { ...constraint, sql, provesNotNull: renamed(constraint.provesNotNull, from, to) };
  }
  if (constraint.kind === 'exclude') {
    return constraint.sql === undefined
      ? constraint
      : { ...constraint, sql: replaceIdentifier(constraint.sql, from, to) };
  }
  const include =
    'include' in constraint && constraint.include ? { include: renamed(constraint.include, from, to) } : {};
  return { ...constraint, columns: renamed(constraint.columns, from, to), ...include };
}

function pointsAt(constraint: ConstraintState, referent: QualifiedName, column: string): boolean {
  return (
    constraint.kind === 'foreign-key' &&
    tableKey(constraint.referent) === tableKey(referent) &&
    constraint.referentColumns.includes(column)
  );
}

function renamed(columns: readonly string[], from: string, to: string): readonly string[] {
  return columns.map((it) => (it === from ? to : it));
}
