/**
 * What `ALTER COLUMN … TYPE` costs for a pair of types. Measured by comparing `relfilenode` before and after on
 * PostgreSQL 13 to 18; a pair that isn't listed as free writes the table anew.
 */

import type { DataType } from '../schema/data-type.ts';

export type TypeChange =
  /** The same type: Alembic still sends the statement, the server changes nothing. */
  | 'same'
  /** Only the catalogue changes. */
  | 'free'
  /** Free when the session's TimeZone is UTC, else a rewrite. */
  | 'free-in-utc'
  /** The table stays, the column's indexes are built anew. */
  | 'reindex'
  | 'rewrite'
  | 'unknown';

/** How the modifiers of a free pair may change. */
type Modifiers =
  /** The new limit is absent or not smaller (`varchar(10)` to `varchar(20)` or `varchar`). */
  | 'wider'
  /** Not smaller precision at the same scale (`numeric(10,2)` to `numeric(12,2)`), or none. */
  | 'wider-same-scale'
  /** The new type has no modifier. */
  | 'none';

interface Pair {
  readonly from: string;
  readonly to: string;
  readonly modifiers: Modifiers;
  readonly change: 'free' | 'free-in-utc';
}

const pairs: readonly Pair[] = [
  { from: 'varchar', to: 'varchar', modifiers: 'wider', change: 'free' },
  { from: 'varchar', to: 'text', modifiers: 'none', change: 'free' },
  { from: 'text', to: 'varchar', modifiers: 'none', change: 'free' },
  { from: 'numeric', to: 'numeric', modifiers: 'wider-same-scale', change: 'free' },
  { from: 'varbit', to: 'varbit', modifiers: 'wider', change: 'free' },
  { from: 'timestamp', to: 'timestamp', modifiers: 'wider', change: 'free' },
  { from: 'timestamptz', to: 'timestamptz', modifiers: 'wider', change: 'free' },
  { from: 'time', to: 'time', modifiers: 'wider', change: 'free' },
  { from: 'interval', to: 'interval', modifiers: 'wider', change: 'free' },
  { from: 'timestamp', to: 'timestamptz', modifiers: 'none', change: 'free-in-utc' },
  { from: 'timestamptz', to: 'timestamp', modifiers: 'none', change: 'free-in-utc' },
  { from: 'cidr', to: 'inet', modifiers: 'none', change: 'free' },
  { from: 'xml', to: 'text', modifiers: 'none', change: 'free' },
  { from: 'citext', to: 'text', modifiers: 'none', change: 'free' },
  { from: 'text', to: 'citext', modifiers: 'none', change: 'free' },
];

/**
 * @param from the column's type so far; undefined when no migration and no `existing_type` tells it
 * @param using the USING expression, if any: anything but a cast of the column itself makes every row be computed
 */
export function typeChange(from: DataType | undefined, to: DataType, column: string, using?: string): TypeChange {
  if (using !== undefined && !isPlainCast(using, column)) return 'rewrite';
  if (from?.name === undefined || to.name === undefined) return 'unknown';
  if (to.open || (from.open && from.name === to.name)) return 'unknown';
  if (from.name === to.name && sameModifiers(from, to) && from.dimensions === to.dimensions) return sameType(from, to);
  if (from.dimensions > 0 || to.dimensions > 0) return 'rewrite';
  const pair = pairs.find((each) => each.from === from.name && each.to === to.name);
  if (pair === undefined || !fits(pair.modifiers, from.modifiers, to.modifiers)) return 'rewrite';
  return from.collation === to.collation ? pair.change : 'reindex';
}

function sameType(from: DataType, to: DataType): TypeChange {
  if ((from.schema ?? 'public') !== (to.schema ?? 'public')) return 'rewrite';
  return from.collation === to.collation ? 'same' : 'reindex';
}

function sameModifiers(from: DataType, to: DataType): boolean {
  const count = Math.max(from.modifiers.length, to.modifiers.length);
  for (let i = 0; i < count; i++) {
    const scaleLeftOut = i === 1 && from.modifiers.length > 0 && to.modifiers.length > 0;
    if ((from.modifiers[i] ?? (scaleLeftOut ? 0 : -1)) !== (to.modifiers[i] ?? (scaleLeftOut ? 0 : -1))) return false;
  }
  return true;
}

function fits(rule: Modifiers, from: readonly number[], to: readonly number[]): boolean {
  const [newLimit, newScale = 0] = to;
  if (newLimit === undefined) return true;
  const [oldLimit, oldScale = 0] = from;
  if (rule === 'none' || oldLimit === undefined) return false;
  return newLimit >= oldLimit && (rule === 'wider' || newScale === oldScale);
}

/** `col`, `(col)`, `col::type` or `CAST(col AS type)`: no more than the type change itself does. */
function isPlainCast(using: string, column: string): boolean {
  const quoted = column.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const name = `"?${quoted}"?`;
  const type = '[\\w ".]+(\\([\\d, ]*\\))?(\\[\\])*';
  const forms = [
    name,
    `\\(\\s*${name}\\s*\\)`,
    `\\(?${name}\\)?\\s*::\\s*${type}`,
    `CAST\\s*\\(\\s*${name}\\s+AS\\s+${type}\\s*\\)`,
  ];
  return new RegExp(`^\\s*\\(?\\s*(${forms.join('|')})\\s*\\)?\\s*$`, 'i').test(using);
}
