/** Constraints as `sa.UniqueConstraint(…)` and its siblings declare them, and as the flags of columns imply them. */

import type { GivenValues } from '../../operations/operation.ts';
import { calledName } from '../../operations/symbol.ts';
import type { CallValue, Value } from '../../python/value.ts';
import type { Fragment } from '../fragment.ts';
import { bind, given, itemsOf, plainText } from './arguments.ts';

interface Base {
  readonly name: Value | undefined;
  /** `deferrable`, `initially`, `match`, `ondelete`, `postgresql_…`: what is given besides. */
  readonly args: GivenValues;
}

export type ConstraintItem =
  | (Base & { readonly kind: 'primary-key'; readonly columns: readonly Value[]; readonly implicit: boolean })
  | (Base & { readonly kind: 'unique'; readonly columns: readonly Value[] })
  | (Base & { readonly kind: 'check'; readonly condition: Value | Fragment | undefined; readonly ofType: boolean })
  | (Base & {
      readonly kind: 'foreign-key';
      readonly columns: readonly Value[];
      readonly referent: Referent;
    })
  | (Base & { readonly kind: 'exclude'; readonly elements: readonly Value[] });

/** The table and columns that a foreign key refers to. */
export interface Referent {
  readonly schema: Value | undefined;
  readonly table: Value | undefined;
  readonly columns: readonly Value[];
}

/** Undefined when the value is no constraint. */
export function constraintItem(value: Value): ConstraintItem | undefined {
  if (value.kind !== 'call') return undefined;
  return readers[calledName(value) ?? '']?.(value);
}

const readers: Readonly<Record<string, (call: CallValue) => ConstraintItem | undefined>> = {
  CheckConstraint: checkItem,
  ExcludeConstraint: (call) => {
    const args = bind(call, []);
    return { kind: 'exclude', name: given(args, 'name'), elements: args.rest, args };
  },
  ForeignKeyConstraint: (call) => {
    const args = bind(call, ['columns', 'refcolumns', 'name', 'onupdate', 'ondelete', 'deferrable', 'initially']);
    const columns = itemsOf(args.values.get('columns')) ?? [];
    const referent = referentOf(itemsOf(args.values.get('refcolumns')) ?? []);
    return { kind: 'foreign-key', name: given(args, 'name'), columns, referent, args };
  },
  PrimaryKeyConstraint: (call) => {
    const args = bind(call, []);
    return { kind: 'primary-key', name: given(args, 'name'), columns: args.rest, implicit: false, args };
  },
  UniqueConstraint: (call) => {
    const args = bind(call, []);
    return { kind: 'unique', name: given(args, 'name'), columns: args.rest, args };
  },
};

export function checkItem(call: CallValue): ConstraintItem {
  const args = bind(call, ['sqltext', 'name']);
  return { kind: 'check', name: given(args, 'name'), condition: args.values.get('sqltext'), ofType: false, args };
}

/** The constraint of `sa.ForeignKey("users.id")` in a column. */
export function foreignKeyItem(call: CallValue, column: Value): ConstraintItem {
  const args = bind(call, ['column', '_constraint', 'use_alter', 'name', 'onupdate', 'ondelete']);
  const target = args.values.get('column');
  const referent = referentOf(target === undefined ? [] : [target], column);
  return { kind: 'foreign-key', name: given(args, 'name'), columns: [column], referent, args };
}

/** `schema.table.column` taken apart; without a column the referring one's name is meant. */
function referentOf(targets: readonly Value[], column?: Value): Referent {
  const parts = targets.map((target) => ({ target, parts: plainText(target)?.split('.') }));
  const [first] = parts;
  if (first?.parts === undefined) return { schema: undefined, table: first?.target, columns: targets };
  const tableParts = first.parts.length > 1 ? first.parts.slice(0, -1) : first.parts;
  const schema = tableParts.slice(0, -1).join('.');
  return {
    schema: schema === '' ? undefined : textValue(schema, first.target),
    table: textValue(tableParts.at(-1) ?? '', first.target),
    columns: parts.map(({ target, parts: own }) => {
      if (own === undefined) return target;
      return own.length === 1 && column !== undefined ? column : textValue(own.at(-1) ?? '', target);
    }),
  };
}

/** A part of a known string as a value of its own. */
export function textValue(value: string, at: Value): Value {
  return { kind: 'string', value, span: at.span, segments: [], holes: [] };
}
