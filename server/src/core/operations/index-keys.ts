/** What an index is on: column names, and expressions that have none. */

import { itemsOf, plain } from '../python/constant.ts';
import type { Value } from '../python/value.ts';
import { quoteIdentifier } from '../sql/quote.ts';
import type { Located } from '../text/span.ts';
import { columnNames, entryOf } from './constraint.ts';
import { sqlText } from './core-sql.ts';
import { coreContext } from './core-statement.ts';
import type { CallReader } from './definition.ts';
import { unescapeBinds } from './expression-facts.ts';
import { isTrue, type SourceText, unknownValue } from './given.ts';
import type { CreateIndex } from './operation.ts';
import { calledName, isCallOf, positional } from './symbol.ts';

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

/** The values of `columns=[…]`, as far as they are known. */
export function keyValues(value: Value | undefined): readonly Value[] {
  if (value === undefined) return [];
  return value.kind === 'string' ? [value] : (itemsOf(value) ?? []);
}

/** What an index is given beside its columns, by SQLAlchemy's names: expressions, orders, operator classes, INCLUDE … */
export function indexDetails(
  values: readonly Value[],
  option: (name: string) => Value | undefined,
  reader: CallReader,
): Pick<CreateIndex, 'keys' | 'include' | 'nullsNotDistinct' | 'storage'> {
  const classes = option('postgresql_ops');
  const keys = values.map((value) => keySql(value, classes, reader));
  const isMore = keys.some((key) => key !== undefined);
  const include = option('postgresql_include');
  const included = include && columnNames(include.kind === 'string' ? [include] : (itemsOf(include) ?? []));
  const storage = storageText(option('postgresql_with'));
  return {
    ...(isMore ? { keys } : {}),
    ...(included === undefined || included.length === 0 ? {} : { include: included }),
    ...(isTrue(option('postgresql_nulls_not_distinct')) ? { nullsNotDistinct: true } : {}),
    ...(storage === undefined ? {} : { storage }),
  };
}

/** The SQL of a key; undefined for a column's bare name, and where it isn't known. */
function keySql(value: Value, classes: Value | undefined, reader: CallReader): string | undefined {
  const [name] = columnNames([value]) ?? [];
  const opclass = entryOf(classes, name ?? labelOf(value) ?? '');
  const behind = opclass === undefined ? '' : ` ${opclass}`;
  if (name !== undefined) return behind === '' ? undefined : `${quoteIdentifier(name)}${behind}`;
  const ordered = orderedKey(value, classes, reader);
  if (ordered !== undefined) return ordered;
  const sql = sqlText(value, coreContext(reader.text));
  if (sql.holes.length > 0) return undefined;
  const isOrdered =
    /\s(asc|desc|nulls\s+(first|last))\s*$/i.test(sql.value) || isCallOf(value, 'text', 'literal_column');
  const isCall = /^\s*[\w.]+\s*\([^()]*\)\s*$/.test(sql.value);
  const written = unescapeBinds(sql.value.trim());
  return `${isOrdered || isCall ? written : `(${written})`}${behind}`;
}

const orders: Readonly<Record<string, string | undefined>> = {
  asc: 'ASC',
  desc: 'DESC',
  nulls_first: 'NULLS FIRST',
  nullsfirst: 'NULLS FIRST',
  nulls_last: 'NULLS LAST',
  nullslast: 'NULLS LAST',
};

/** A key with its order, as a function around it (`sa.desc("a")`) or a method behind it (`column("a").desc()`). */
function orderedKey(value: Value, classes: Value | undefined, reader: CallReader): string | undefined {
  if (value.kind !== 'call') return undefined;
  const called = calledName(value);
  const method = value.callee.kind === 'member' ? value.callee : undefined;
  const asFunction = called === undefined ? undefined : orders[called];
  const order = asFunction ?? (method && orders[method.name]);
  const inner = asFunction === undefined ? method?.object : positional(value)[0];
  if (order === undefined || inner === undefined) return undefined;
  const [name] = columnNames([inner]) ?? [];
  const key = keySql(inner, classes, reader) ?? (name === undefined ? undefined : quoteIdentifier(name));
  return key && `${key} ${order}`;
}

/** The name an expression is labelled with, by which `postgresql_ops` refers to it. */
function labelOf(value: Value): string | undefined {
  if (value.kind !== 'call' || value.callee.kind !== 'member' || value.callee.name !== 'label') return undefined;
  const [label] = positional(value);
  const text = label && plain(label);
  return typeof text === 'string' ? text : undefined;
}

function storageText(value: Value | undefined): string | undefined {
  if (value?.kind !== 'dict') return undefined;
  const parts = value.entries.map((entry) => {
    const [name, given] = [entry.key && plain(entry.key), plain(entry.value)];
    return typeof name === 'string' && given !== undefined && given !== null ? `${name} = ${given}` : undefined;
  });
  return parts.includes(undefined) || parts.length === 0 ? undefined : parts.join(', ');
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
