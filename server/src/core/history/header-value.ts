/** Constants of a revision file's top level: just what the four header variables can be made of. */

import { decodeString } from '../python/string.ts';
import type { Call, Expression } from '../python/syntax.ts';
import type { Span } from '../text/span.ts';

export type HeaderValue =
  | { readonly kind: 'string'; readonly value: string; readonly span: Span }
  | { readonly kind: 'none'; readonly span: Span }
  | { readonly kind: 'items'; readonly items: readonly HeaderValue[]; readonly span: Span }
  /** A constant of a type that no header variable may have; `type` is for people: `a number`. */
  | { readonly kind: 'other'; readonly type: string; readonly value: string; readonly span: Span }
  /** Known only when Python runs. */
  | { readonly kind: 'unknown'; readonly reason: string; readonly span: Span };

/** What a name is bound to so far; undefined for a name that is not bound. */
export type Names = (name: string) => HeaderValue | undefined;

/** What an expression is, given the names bound before it. A value keeps the place where it is written out. */
export function headerValue(text: string, expression: Expression, names: Names): HeaderValue {
  const { span } = expression;
  const value = (each: Expression) => headerValue(text, each, names);
  switch (expression.kind) {
    case 'string':
      return stringValue(text, expression);
    case 'constant':
      if (expression.value === null) return { kind: 'none', span };
      return {
        kind: 'other',
        type: expression.value === '...' ? 'an ellipsis' : 'a boolean',
        value: source(text, span),
        span,
      };
    case 'number':
      return { kind: 'other', type: 'a number', value: expression.source, span };
    case 'dict':
      return { kind: 'other', type: 'a dictionary', value: source(text, span), span };
    case 'tuple':
    case 'list':
    case 'set': {
      const items = expression.items.map(value);
      return items.find((item) => item.kind === 'unknown') ?? { kind: 'items', items, span };
    }
    case 'name':
      return names(expression.name) ?? unknown(text, span, `\`${expression.name}\` is not a constant of this file`);
    case 'binary':
      return expression.operator === '+'
        ? sum(text, value(expression.left), value(expression.right), span)
        : computed(text, span);
    case 'call':
      return collected(text, expression, value);
    case 'assignment':
      return value(expression.value);
    default:
      return computed(text, span);
  }
}

/** Whether two values are the same constant. */
export function sameValue(a: HeaderValue | undefined, b: HeaderValue | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (a.kind === 'items' && b.kind === 'items') {
    return a.items.length === b.items.length && a.items.every((item, i) => sameValue(item, b.items[i]));
  }
  if (a.kind === 'string' && b.kind === 'string') return a.value === b.value;
  if (a.kind === 'other' && b.kind === 'other') return a.type === b.type && a.value === b.value;
  return a.kind === 'none' && b.kind === 'none';
}

export function computed(text: string, span: Span): HeaderValue {
  return unknown(text, span, `\`${source(text, span)}\` is computed`);
}

function unknown(text: string, span: Span, reason: string): HeaderValue {
  return { kind: 'unknown', reason: reason || source(text, span), span };
}

function source(text: string, span: Span): string {
  const line = text.slice(span.start, span.end).replaceAll(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}

function stringValue(text: string, expression: Extract<Expression, { kind: 'string' }>): HeaderValue {
  const { span, parts } = expression;
  if (parts.some((part) => part.fields.length > 0)) return computed(text, span);
  if (parts.some((part) => part.prefix.includes('b'))) {
    return { kind: 'other', type: 'bytes', value: source(text, span), span };
  }
  // Without replacement fields nothing is ever filled in.
  const decoded = decodeString(text, parts, span, () => ({ kind: 'string', value: '', span, segments: [], holes: [] }));
  return { kind: 'string', value: decoded.value, span };
}

function sum(text: string, left: HeaderValue, right: HeaderValue, span: Span): HeaderValue {
  if (left.kind === 'string' && right.kind === 'string')
    return { kind: 'string', value: left.value + right.value, span };
  if (left.kind === 'items' && right.kind === 'items')
    return { kind: 'items', items: [...left.items, ...right.items], span };
  if (left.kind === 'unknown') return left;
  return right.kind === 'unknown' ? right : computed(text, span);
}

/** `tuple([…])` and its kin, which change nothing that matters here. */
function collected(text: string, call: Call, value: (each: Expression) => HeaderValue): HeaderValue {
  const { callee, span } = call;
  const [argument, ...others] = call.arguments;
  if (callee.kind === 'name' && ['tuple', 'list', 'set', 'frozenset'].includes(callee.name)) {
    if (!argument) return { kind: 'items', items: [], span };
    const items = value(argument.value);
    if (others.length === 0 && !argument.name && !argument.star && items.kind !== 'string') return items;
  }
  return computed(text, span);
}
