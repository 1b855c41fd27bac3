/** What an index is on: column names, and expressions that have none. */

import { itemsOf, plain } from '../python/constant.ts';
import type { Value } from '../python/value.ts';
import type { Located } from '../text/span.ts';
import { columnNames } from './constraint.ts';
import { type SourceText, unknownValue } from './given.ts';
import { isCallOf, positional } from './symbol.ts';

type Keys = readonly (Located<string> | undefined)[];

/** The keys of `columns=[…]`; else why they aren't known. */
export function indexKeys(value: Value | undefined, source: SourceText): Keys | { readonly opaque: string } {
  const items = value && (value.kind === 'string' ? [value] : itemsOf(value));
  if (!value || !items)
    return {
      opaque: value ? `the columns are not known: ${unknownValue(value, source).unknown}` : 'no columns are named',
    };
  const unread = items.find((item) => item.kind === 'unknown' || (item.kind === 'string' && item.holes.length > 0));
  if (unread) return { opaque: `a column's name is not known: ${unknownValue(unread, source).unknown}` };
  return items.map(indexKey);
}

/** The column of one key, its ordering set aside; undefined for an expression. */
export function indexKey(value: Value): Located<string> | undefined {
  const [name] = columnNames([value]) ?? [];
  if (name !== undefined) return { value: name, span: value.span };
  if (value.kind !== 'call') return undefined;
  if (value.callee.kind === 'member' && /^(desc|asc|nulls_?(last|first))$/.test(value.callee.name)) {
    return indexKey(value.callee.object);
  }
  if (isCallOf(value, 'desc', 'asc', 'nullslast', 'nullsfirst')) {
    const [inner] = positional(value);
    return inner && indexKey(inner);
  }
  const sql = isCallOf(value, 'text', 'literal_column') ? plain(positional(value)[0] ?? value) : undefined;
  const plainColumn =
    typeof sql === 'string' ? /^\s*"?(\w+)"?(\s+(asc|desc))?(\s+nulls\s+(first|last))?\s*$/i.exec(sql) : null;
  return plainColumn?.[1] === undefined ? undefined : { value: plainColumn[1], span: value.span };
}
