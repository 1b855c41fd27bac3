/** Type changes that some values of the old type don't survive. */

import type { DataType } from '../schema/data-type.ts';

/** What becomes of a value that doesn't fit: the statement fails, or the value loses a part without a word. */
export type Narrowing = 'refused' | 'cut';

/** How much a number type holds. */
const integers: readonly string[] = ['int2', 'int4', 'int8'];
const strings: ReadonlySet<string> = new Set(['varchar', 'bpchar', 'text', 'citext', 'varbit', 'bit']);
const moments: ReadonlySet<string> = new Set(['timestamp', 'timestamptz', 'time', 'timetz', 'interval']);

/**
 * @param isCast an explicit cast in USING, which cuts a text that is too long instead of refusing it
 * @returns undefined where every value fits, or where it isn't known
 */
export function narrowingOf(from: DataType, to: DataType, isCast: boolean): Narrowing | undefined {
  if (from.name === undefined || to.name === undefined || from.dimensions > 0 || to.dimensions > 0) return undefined;
  if (from.open || to.open) return undefined;
  if (strings.has(from.name) && strings.has(to.name))
    return isShorter(from, to) ? (isCast ? 'cut' : 'refused') : undefined;
  if (integers.includes(to.name)) {
    if (integers.includes(from.name)) return isSmaller(integers, from.name, to.name) ? 'refused' : undefined;
    return ['numeric', 'float4', 'float8'].includes(from.name) ? 'cut' : undefined;
  }
  if (from.name === 'numeric' && to.name === 'numeric') return numbers(from, to);
  if (from.name === 'float8' && to.name === 'float4') return 'cut';
  if (from.name === to.name && moments.has(from.name)) return precision(to) < precision(from) ? 'cut' : undefined;
  return ['timestamp', 'timestamptz'].includes(from.name) && ['date', 'time', 'timetz'].includes(to.name)
    ? 'cut'
    : undefined;
}

/** A length where there was none, or a smaller one; CHAR without a length holds one character. */
function isShorter(from: DataType, to: DataType): boolean {
  const length = ({ name, modifiers }: DataType) =>
    modifiers[0] ?? (name === 'bpchar' || name === 'bit' ? 1 : Number.POSITIVE_INFINITY);
  return length(to) < length(from);
}

function isSmaller(order: readonly string[], from: string, to: string): boolean {
  return order.indexOf(to) < order.indexOf(from);
}

/** Digits before the point are refused, those behind it are rounded. */
function numbers({ modifiers: from }: DataType, { modifiers: to }: DataType): Narrowing | undefined {
  const [newPrecision, newScale = 0] = to;
  if (newPrecision === undefined) return undefined;
  const [oldPrecision, oldScale = 0] = from;
  if (oldPrecision === undefined || newPrecision - newScale < oldPrecision - oldScale) return 'refused';
  return newScale < oldScale ? 'cut' : undefined;
}

/** Digits behind the second; six where nothing is said. */
function precision({ modifiers }: DataType): number {
  return modifiers[0] ?? 6;
}
