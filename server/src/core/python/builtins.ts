/** Builtin functions, methods of containers and a few library functions, on values that are known. */

import type { Span } from '../text/span.ts';
import { isSequence, itemsOf, plain, reprOf, textOf } from './constant.ts';
import { computedString, concatStrings } from './string.ts';
import { dedent } from './text-methods.ts';
import type { CallArgument, Value } from './value.ts';

type Fold = (args: readonly CallArgument[], at: Span, source: string) => Value | undefined;

/** Functions by path, as `reference` values name them. They return undefined where the result isn't known. */
export const functions: Readonly<Record<string, Fold | undefined>> = {
  'builtins.str': ([first], at, source) => (first ? textOf(first.value, at, source) : computedString('', at)),
  'builtins.repr': ([first], at) => {
    const repr = first && reprOf(first.value);
    return repr === undefined ? undefined : computedString(repr, at);
  },
  'builtins.int': ([first], at) => {
    const value = first && plain(first.value);
    return value === undefined || value === null || Number.isNaN(Number(value))
      ? undefined
      : number(Math.trunc(Number(value)), at);
  },
  'builtins.bool': () => undefined,
  'builtins.len': ([first], at) => {
    const value = first?.value;
    if (value?.kind === 'string') return value.holes.length === 0 ? number([...value.value].length, at) : undefined;
    const items = value && itemsOf(value);
    return items && number(items.length, at);
  },
  'builtins.list': ([first], at) => sequence('list', first, at),
  'builtins.tuple': ([first], at) => sequence('tuple', first, at),
  'builtins.set': ([first], at) => sequence('set', first, at),
  'builtins.frozenset': ([first], at) => sequence('set', first, at),
  'builtins.iter': ([first]) => first?.value,
  'builtins.reversed': ([first], at) => mapItems(first, at, (items) => [...items].reverse()),
  'builtins.sorted': (args, at) => (args.length === 1 ? mapItems(args[0], at, sorted) : undefined),
  'builtins.range': range,
  'builtins.enumerate': enumerate,
  'builtins.zip': zip,
  'builtins.dict': dictionary,
  'textwrap.dedent': ([first], at) => (first?.value.kind === 'string' ? dedent(first.value, at) : undefined),
  'inspect.cleandoc': ([first], at) => (first?.value.kind === 'string' ? dedent(first.value, at) : undefined),
  'itertools.chain': (args, at) => {
    const lists = args.map((argument) => itemsOf(argument.value));
    return lists.every((list) => list !== undefined) ? { kind: 'list', items: lists.flat(), span: at } : undefined;
  },
  'itertools.product': product,
  'copy.deepcopy': ([first]) => first?.value,
  'copy.copy': ([first]) => first?.value,
};

function number(value: number, at: Span): Value {
  return { kind: 'number', value, source: String(value), span: at };
}

function sequence(kind: 'list' | 'tuple' | 'set', argument: CallArgument | undefined, at: Span): Value | undefined {
  const items = argument ? itemsOf(argument.value) : [];
  const varies = argument?.value.kind === 'set' && items !== undefined && items.length > 1;
  return items && { kind: varies ? 'set' : kind, items, span: at };
}

function mapItems(
  argument: CallArgument | undefined,
  at: Span,
  change: (items: readonly Value[]) => readonly Value[] | undefined,
): Value | undefined {
  const items = argument && itemsOf(argument.value);
  const changed = items && change(items);
  return changed && { kind: 'list', items: changed, span: at };
}

function sorted(items: readonly Value[]): readonly Value[] | undefined {
  const keys = items.map(plain);
  const strings = keys.every((key) => typeof key === 'string');
  if (!strings && !keys.every((key) => typeof key === 'number')) return undefined;
  const pairs = items.map((item, i) => ({ item, key: keys[i] ?? '' }));
  return pairs.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ item }) => item);
}

function range(args: readonly CallArgument[], at: Span): Value | undefined {
  const values = args.map((argument) => plain(argument.value));
  if (!values.every((value) => typeof value === 'number')) return undefined;
  const [start, stop, step] =
    values.length > 1 ? [values[0] ?? 0, values[1] ?? 0, values[2] ?? 1] : [0, values[0] ?? 0, 1];
  const count = step === 0 ? 0 : Math.max(0, Math.ceil((stop - start) / step));
  if (count > 1000) return undefined;
  return { kind: 'list', items: Array.from({ length: count }, (_, i) => number(start + i * step, at)), span: at };
}

function enumerate(args: readonly CallArgument[], at: Span): Value | undefined {
  const items = args[0] && itemsOf(args[0].value);
  const first = args[1] ? plain(args[1].value) : 0;
  if (!items || typeof first !== 'number') return undefined;
  const pairs = items.map(
    (item, i): Value => ({ kind: 'tuple', items: [number(first + i, at), item], span: item.span }),
  );
  return { kind: 'list', items: pairs, span: at };
}

function zip(args: readonly CallArgument[], at: Span): Value | undefined {
  const lists = args.filter((argument) => argument.name === undefined).map((argument) => itemsOf(argument.value));
  if (lists.some((list) => list === undefined)) return undefined;
  const length = Math.min(...lists.map((list) => list?.length ?? 0));
  const rows = Array.from({ length: Number.isFinite(length) ? length : 0 }, (_, i): Value => {
    const items = lists.flatMap((list) => list?.[i] ?? []);
    return { kind: 'tuple', items, span: items[0]?.span ?? at };
  });
  return { kind: 'list', items: rows, span: at };
}

function product(args: readonly CallArgument[], at: Span): Value | undefined {
  let rows: (readonly Value[])[] = [[]];
  for (const argument of args) {
    const items = itemsOf(argument.value);
    if (!items || rows.length * items.length > 1000) return undefined;
    rows = rows.flatMap((row) => items.map((item) => [...row, item]));
  }
  return { kind: 'list', items: rows.map((items) => ({ kind: 'tuple', items, span: items[0]?.span ?? at })), span: at };
}

function dictionary(args: readonly CallArgument[], at: Span): Value | undefined {
  if (args.some((argument) => argument.star)) return undefined;
  const [first] = args;
  const base = first && first.name === undefined ? entriesOf(first.value) : [];
  if (!base) return undefined;
  const named = args.flatMap((argument) =>
    argument.name === undefined ? [] : [{ key: computedString(argument.name, argument.span), value: argument.value }],
  );
  return { kind: 'dict', entries: [...base, ...named], span: at };
}

function entriesOf(value: Value): readonly { key: Value; value: Value }[] | undefined {
  if (value.kind === 'dict') return value.entries;
  const items = itemsOf(value);
  const pairs = items?.map((item) => (isSequence(item) && item.items.length === 2 ? item.items : undefined));
  if (!pairs || pairs.includes(undefined)) return undefined;
  return pairs.flatMap((pair) => (pair?.[0] && pair[1] ? [{ key: pair[0], value: pair[1] }] : []));
}

/** Methods of lists, tuples, sets and dicts that answer without changing them. */
export function containerMethod(
  container: Value,
  name: string,
  args: readonly CallArgument[],
  at: Span,
): Value | undefined {
  if (container.kind === 'dict') return dictMethod(container, name, args, at);
  if (!isSequence(container)) return undefined;
  const other = args[0] ? itemsOf(args[0].value) : undefined;
  if (name === 'copy') return { ...container, span: at };
  if (name === 'union' && other) return { ...container, items: [...container.items, ...other], span: at };
  return undefined;
}

function dictMethod(
  dict: Extract<Value, { kind: 'dict' }>,
  name: string,
  args: readonly CallArgument[],
  at: Span,
): Value | undefined {
  const { entries } = dict;
  if (name === 'keys') return { kind: 'list', items: entries.map(({ key }) => key), span: at };
  if (name === 'values') return { kind: 'list', items: entries.map(({ value }) => value), span: at };
  if (name === 'copy') return { ...dict, span: at };
  if (name === 'items') {
    const items = entries.map(({ key, value }): Value => ({ kind: 'tuple', items: [key, value], span: key.span }));
    return { kind: 'list', items, span: at };
  }
  if (name !== 'get' || !args[0]) return undefined;
  const key = plain(args[0].value);
  if (key === undefined || entries.some((entry) => plain(entry.key) === undefined)) return undefined;
  return entries.findLast((entry) => plain(entry.key) === key)?.value ?? args[1]?.value ?? { kind: 'none', span: at };
}

/** A list after `append` and its kin; undefined for methods that don't change it, or in an unknown way. */
export function changedContainer(container: Value, name: string, args: readonly CallArgument[]): Value | undefined {
  const first = args[0]?.value;
  if (!first) return undefined;
  if (container.kind === 'dict') {
    if (name !== 'update') return undefined;
    const added = dictionary(args, container.span);
    const entries = added && entriesOf(added);
    return entries && { ...container, entries: [...container.entries, ...entries] };
  }
  if (!isSequence(container)) return undefined;
  if (name === 'append' || name === 'add') return { ...container, items: [...container.items, first] };
  const more = itemsOf(first);
  if ((name === 'extend' || name === 'update') && more) return { ...container, items: [...container.items, ...more] };
  return undefined;
}

/** `left + right` and `left * right` of known strings, lists and numbers. */
export function arithmetic(operator: string, left: Value, right: Value, at: Span): Value | undefined {
  if (left.kind === 'number' && right.kind === 'number') {
    const value = numeric[operator]?.(left.value, right.value);
    return value === undefined || !Number.isFinite(value) ? undefined : number(value, at);
  }
  if (operator === '+' && isSequence(left) && isSequence(right))
    return { ...left, items: [...left.items, ...right.items], span: at };
  if (operator === '|' && left.kind === 'dict' && right.kind === 'dict') {
    return { kind: 'dict', entries: [...left.entries, ...right.entries], span: at };
  }
  const [repeated, times] = left.kind === 'number' ? [right, left] : [left, right];
  if (operator !== '*' || times.kind !== 'number' || times.value > 100) return undefined;
  const count = Math.max(0, Math.trunc(times.value));
  if (repeated.kind === 'string')
    return concatStrings(
      Array.from({ length: count }, () => repeated),
      at,
    );
  if (!isSequence(repeated)) return undefined;
  return { ...repeated, items: Array.from({ length: count }, () => repeated.items).flat(), span: at };
}

const numeric: Readonly<Record<string, ((a: number, b: number) => number) | undefined>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '//': (a, b) => Math.floor(a / b),
  '%': (a, b) => a - b * Math.floor(a / b),
  '**': (a, b) => a ** b,
};
