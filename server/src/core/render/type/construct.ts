/** SQLAlchemy's type constructors: which class is meant, and with what arguments, after variants for the dialect. */

import { sqlalchemyName } from '../../operations/symbol.ts';
import type { ClassValue, Value } from '../../python/value.ts';
import { type Arguments, bind, itemsOf, plainText } from '../item/arguments.ts';
import type { Setting } from '../setting.ts';
import { signatures } from './classes.ts';

export interface TypeConstruct {
  /** The class's own name: `String`, `JSONB`, `AutoString`. */
  readonly name: string;
  /** The dialect it belongs to; undefined for SQLAlchemy's own and for libraries'. */
  readonly home: string | undefined;
  readonly args: Arguments;
  readonly value: Value;
}

const noArguments: Arguments = { values: new Map(), rest: [], unread: false };

/** The type as this dialect sees it; undefined when it is no known class. */
export function typeFor(value: Value, setting: Setting): TypeConstruct | undefined {
  return construct(variantFor(value, setting.dialect.name) ?? value);
}

/** The type without its variants, which decides what SQLAlchemy holds the column to be. */
export function baseType(value: Value): TypeConstruct | undefined {
  return construct(withoutVariants(value));
}

function construct(value: Value): TypeConstruct | undefined {
  const own = value.kind === 'call' ? value.callee : value;
  if (own.kind === 'class') return ofClass(own, value);
  const qualified = sqlalchemyName(value.kind === 'call' ? value.callee : value);
  if (qualified === undefined) return undefined;
  const dot = qualified.indexOf('.');
  const name = qualified.slice(dot + 1);
  const home = dot < 0 ? undefined : qualified.slice(0, dot);
  return { name, home, args: value.kind === 'call' ? bind(value, signatures[name] ?? []) : noArguments, value };
}

/** `X.with_variant(Y, "postgresql")`: Y on PostgreSQL. The outermost variant wins. */
function variantFor(value: Value, dialect: string): Value | undefined {
  const variant = variantCall(value);
  if (variant === undefined) return undefined;
  if (variant.dialects.includes(dialect)) return variant.type;
  return variantFor(variant.base, dialect) ?? withoutVariants(variant.base);
}

function withoutVariants(value: Value): Value {
  const variant = variantCall(value);
  return variant === undefined ? value : withoutVariants(variant.base);
}

function variantCall(value: Value) {
  if (value.kind !== 'call' || value.callee.kind !== 'member' || value.callee.name !== 'with_variant') return undefined;
  const [type, ...names] = value.arguments.map((argument) => argument.value);
  if (type === undefined) return undefined;
  const dialects = names.flatMap((name) => itemsOf(name) ?? [name]).flatMap((name) => plainText(name) ?? []);
  return { base: value.callee.object, type, dialects };
}

/** A `TypeDecorator` made in the file itself: what it decorates, unless it chooses that by dialect. */
function ofClass({ attributes, bases }: ClassValue, value: Value): TypeConstruct | undefined {
  const isDecorator = bases.some((base) => sqlalchemyName(base) === 'TypeDecorator');
  const meant = attributes.get('impl');
  if (!isDecorator || meant === undefined || attributes.has('load_dialect_impl')) return undefined;
  const isBare = meant.kind !== 'call' && value.kind === 'call' && value.arguments.length > 0;
  return construct(isBare ? { ...value, callee: meant } : meant);
}
