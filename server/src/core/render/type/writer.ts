/** The few shapes that most types are written in. */

import type { Value } from '../../python/value.ts';
import { exact, type Fragment, nothing, sql } from '../fragment.ts';
import { given } from '../item/arguments.ts';
import type { Setting } from '../setting.ts';
import { rawSql, unknownSql } from '../text/name.ts';
import type { TypeConstruct } from './construct.ts';
import { enumLength, enumOf } from './enum.ts';

/** Writes the types of one class. `tableSchema` is lent to enums that inherit it. */
export type TypeWriter = (type: TypeConstruct, setting: Setting, tableSchema: Value | undefined) => Fragment;

export type TypeWriters = Readonly<Record<string, TypeWriter>>;

export function word(text: string): TypeWriter {
  return () => exact(text);
}

/** `VARCHAR(20) COLLATE "C"`. */
export function string(name: string): TypeWriter {
  return ({ args }, setting) => {
    const collation = given(args, 'collation');
    const base = sql`${name}${parenthesized([given(args, 'length')], setting)}`;
    return collation === undefined ? base : sql`${base} COLLATE "${rawSql(collation, setting)}"`;
  };
}

/** `NUMERIC(10, 2)`; a scale without a precision is not written. */
export function decimal(name: string): TypeWriter {
  return ({ args }, setting) => {
    const precision = given(args, 'precision');
    return precision === undefined
      ? exact(name)
      : sql`${name}${parenthesized([precision, given(args, 'scale')], setting)}`;
  };
}

/** `BINARY(16)`. */
export function sized(name: string): TypeWriter {
  return ({ args }, setting) => sql`${name}${parenthesized([given(args, 'length')], setting)}`;
}

export function plainEnum(type: TypeConstruct, setting: Setting): Fragment {
  const facts = enumOf(type.value);
  return facts === undefined ? nothing : sql`VARCHAR(${enumLength(facts, setting)})`;
}

/** The numbers that are given, in parentheses; a zero counts as not given, as it does in Python. */
export function parenthesized(numbers: readonly (Value | undefined)[], setting: Setting): Fragment {
  const [first, second] = numbers;
  if (first === undefined || (second === undefined && first.kind === 'number' && first.value === 0)) return nothing;
  const one = numberSql(first, setting);
  return second === undefined ? sql`(${one})` : sql`(${one}, ${numberSql(second, setting)})`;
}

export function numberSql(value: Value, setting: Setting): Fragment {
  return value.kind === 'number' ? exact(String(value.value)) : unknownSql(value, setting);
}
