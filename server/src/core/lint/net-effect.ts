/** What lies between two states of the schema: the measure of a downgrade is whether anything does. */

import {
  type Catalogue,
  type ColumnState,
  type ConstraintState,
  type Provenance,
  type TableState,
  tableKey,
} from '../schema/catalogue.ts';
import { changedKeys } from '../schema/shared-map.ts';
import type { Step } from './rule.ts';

export interface Difference {
  /** The same for the same object, whatever differs about it. */
  readonly key: string;
  /** The object in words: `column users.email`. */
  readonly what: string;
  readonly how: 'gained' | 'lost' | 'changed';
  /** What made the object that is gained; else undefined. */
  readonly by?: Provenance;
}

/**
 * What `to` has otherwise than `from`: tables, columns, constraints and indexes. A table that is gained or lost counts
 * once, without its parts; of objects whose type or columns aren't known, nothing is said.
 */
export function differences(from: Catalogue, to: Catalogue): readonly Difference[] {
  const found: Difference[] = [];
  for (const key of changedKeys(from.tables, to.tables)) {
    const [before, after] = [from.tables.get(key), to.tables.get(key)];
    if (before && after) found.push(...between(key, before, after));
    else if (after?.whole) found.push({ key, what: `table ${key}`, how: 'gained', by: after.by });
    else if (before?.whole) found.push({ key, what: `table ${key}`, how: 'lost' });
  }
  return found;
}

function between(key: string, before: TableState, after: TableState): readonly Difference[] {
  const columns = compare(before.columns, after.columns, (column) => column.by).flatMap((each): Difference[] => {
    const base = { key: `${key}.${each.key}`, what: `column ${key}.${each.key}` };
    if (each.how !== 'both') return [{ ...base, how: each.how, ...(each.by ? { by: each.by } : {}) }];
    return sameColumn(each.a, each.b) ? [] : [{ ...base, how: 'changed' }];
  });
  return [
    ...columns,
    ...named(
      `constraint on ${key}`,
      key,
      byKey(before.constraints, constraintKey),
      byKey(after.constraints, constraintKey),
    ),
    ...named(`index on ${key}`, key, byKey(before.indexes, indexKey), byKey(after.indexes, indexKey)),
  ];
}

function named<T extends { readonly name: string | undefined; readonly by: Provenance }>(
  what: string,
  table: string,
  before: ReadonlyMap<string, T>,
  after: ReadonlyMap<string, T>,
): readonly Difference[] {
  return compare(before, after, (each) => each.by).flatMap((each) => {
    if (each.how === 'both') return [];
    const name = each.value.name === undefined ? what : `${what.split(' ')[0]} ${each.value.name}`;
    return [{ key: `${table} ${each.key}`, what: name, how: each.how, ...(each.by ? { by: each.by } : {}) }];
  });
}

type Compared<T> =
  | { readonly key: string; readonly how: 'both'; readonly a: T; readonly b: T }
  | { readonly key: string; readonly how: 'gained' | 'lost'; readonly value: T; readonly by?: Provenance };

function compare<T>(
  before: ReadonlyMap<string, T>,
  after: ReadonlyMap<string, T>,
  by: (value: T) => Provenance,
): readonly Compared<T>[] {
  const result: Compared<T>[] = [];
  for (const [key, b] of after) {
    const a = before.get(key);
    result.push(a === undefined ? { key, how: 'gained', value: b, by: by(b) } : { key, how: 'both', a, b });
  }
  for (const [key, value] of before) if (!after.has(key)) result.push({ key, how: 'lost', value });
  return result;
}

function sameColumn(a: ColumnState, b: ColumnState): boolean {
  if (a === b) return true;
  const typed = a.type.name !== undefined && b.type.name !== undefined;
  const type = (column: ColumnState) => {
    const { name, modifiers, dimensions } = column.type;
    return `${name} ${modifiers.join(',')} ${dimensions}`;
  };
  if (typed && type(a) !== type(b)) return false;
  return a.nullable === b.nullable && (a.default === undefined) === (b.default === undefined);
}

function byKey<T>(items: readonly T[], key: (item: T) => string | undefined): ReadonlyMap<string, T> {
  return new Map(
    items.flatMap((item) => {
      const own = key(item);
      return own === undefined ? [] : [[own, item] as const];
    }),
  );
}

/** By what it does rather than by its name, which the server or a convention may have made up. */
function constraintKey(constraint: ConstraintState): string | undefined {
  switch (constraint.kind) {
    case 'primary-key':
    case 'unique':
      return `${constraint.kind} ${constraint.columns.join(',')}`;
    case 'foreign-key':
      return `foreign-key ${constraint.columns.join(',')} ${tableKey(constraint.referent)}`;
    case 'check':
    case 'exclude':
      return constraint.name === undefined ? undefined : `${constraint.kind} ${constraint.name}`;
  }
}

function indexKey({ name, columns, unique }: TableState['indexes'][number]): string {
  return `index ${name ?? `${columns.join(',')} ${unique}`}`;
}

/** The constraints that steps add to a table of that key and leave there. */
export function addedConstraints(steps: readonly Step[], table: string): readonly ConstraintState[] {
  const before = steps[0]?.before.tables.get(table)?.constraints ?? [];
  const after = steps.at(-1)?.after.tables.get(table)?.constraints ?? [];
  return after.filter((constraint) => !before.includes(constraint));
}
