/** What can be said of values without running anything: their truth, equality, text, and why they are not known. */

import { type Span, slice } from '../text/span.ts';
import { anchorString, computedString, holeString } from './string.ts';
import type { StringValue, UnknownValue, Value } from './value.ts';

/** The value's truth as Python sees it; undefined when only the run can tell. */
export function truth(value: Value): boolean | undefined {
  switch (value.kind) {
    case 'boolean':
      return value.value;
    case 'number':
      return value.value !== 0;
    case 'none':
      return false;
    case 'string':
      if (value.holes.length === 0) return value.value !== '';
      // Holes may be empty, the text around them is not.
      return value.holes.reduce((sum, hole) => sum + hole.length, 0) < value.value.length ? true : undefined;
    case 'list':
    case 'tuple':
    case 'set':
      return value.items.length > 0;
    case 'dict':
      return value.entries.length > 0;
    case 'function':
    case 'class':
      return true;
    default:
      return undefined;
  }
}

/** Whether two constants are equal; undefined when either isn't one. */
export function equals(a: Value, b: Value): boolean | undefined {
  const left = plain(a);
  const right = plain(b);
  if (left !== undefined && right !== undefined) return left === right;
  if (isSequence(a) && isSequence(b)) {
    if (a.kind !== b.kind || a.items.length !== b.items.length) return false;
    const each = a.items.map((item, i) => equals(item, b.items[i] ?? item));
    return each.includes(false) ? false : each.includes(undefined) ? undefined : true;
  }
  return isOpen(a) || isOpen(b) ? undefined : false;
}

const symbolic = new Set(['unknown', 'reference', 'member', 'call', 'operator', 'function', 'class']);

function isOpen(value: Value): boolean {
  return symbolic.has(value.kind) || (value.kind === 'string' && value.holes.length > 0);
}

/** A constant as a JavaScript value; undefined for everything else. */
export function plain(value: Value): string | number | boolean | null | undefined {
  if (value.kind === 'string') return value.holes.length === 0 ? value.value : undefined;
  if (value.kind === 'number' || value.kind === 'boolean') return value.value;
  return value.kind === 'none' ? null : undefined;
}

type Sequence = Extract<Value, { kind: 'list' | 'tuple' | 'set' }>;

export function isSequence(value: Value): value is Sequence {
  return value.kind === 'list' || value.kind === 'tuple' || value.kind === 'set';
}

/** What a loop over the value yields; undefined when that is only known at run time. */
export function itemsOf(value: Value): readonly Value[] | undefined {
  if (isSequence(value)) return value.items;
  if (value.kind === 'dict') return value.entries.map((entry) => entry.key);
  return undefined;
}

/** `str(value)` as Python writes it, anchored at the expression; a hole where it isn't known. */
export function textOf(value: Value, at: Span, source: string): StringValue {
  if (value.kind === 'string') return anchorString({ ...value, span: at }, at);
  const text = plainText(value);
  return text === undefined ? holeString(unknownOf(value, source), at) : computedString(text, at);
}

function plainText(value: Value): string | undefined {
  if (value.kind === 'number') return Number.isInteger(value.value) ? String(value.value) : value.source;
  if (value.kind === 'boolean') return value.value ? 'True' : 'False';
  return value.kind === 'none' ? 'None' : undefined;
}

/** `repr(value)` of a constant. */
export function reprOf(value: Value): string | undefined {
  if (value.kind === 'string') {
    if (value.holes.length > 0) return undefined;
    const quote = value.value.includes("'") && !value.value.includes('"') ? '"' : "'";
    const escaped = value.value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll(quote, `\\${quote}`);
    return quote + escaped + quote;
  }
  if (isSequence(value)) {
    const items = value.items.map(reprOf);
    if (items.includes(undefined)) return undefined;
    const brackets = { list: '[]', tuple: '()', set: '{}' }[value.kind];
    const comma = value.kind === 'tuple' && items.length === 1 ? ',' : '';
    return brackets.charAt(0) + items.join(', ') + comma + brackets.charAt(1);
  }
  return plainText(value);
}

/** The value as an explicit unknown, with a true reason. */
export function unknownOf(value: Value, source: string): UnknownValue {
  if (value.kind === 'unknown') return value;
  const unknown = { kind: 'unknown', reason: reasonOf(value, source), span: value.span } as const;
  const attribute = value.kind === 'member' ? { attribute: value.name } : {};
  return { ...unknown, source: slice(source, value.span), ...attribute };
}

/** Why the value is not a constant. */
export function reasonOf(value: Value, source: string): string {
  switch (value.kind) {
    case 'unknown':
      return value.reason;
    case 'reference':
      return importReason(value.path, slice(source, value.span));
    case 'call':
      return `what ${callee(value.callee, source)}() returns is only known when the migration runs`;
    case 'string':
      return value.holes[0]?.unknown.reason ?? 'it is a string';
    default:
      return `${shorten(slice(source, value.span))} is only known when the migration runs`;
  }
}

/** `User.name` of `from app.models import User` is explained by its first name, the one that was imported. */
function importReason(path: string, written: string): string {
  const parts = path.split('.');
  const first = /^\w+/.exec(written)?.[0] ?? '';
  const at = parts.indexOf(first);
  const index = at > 0 ? at : parts.length - 1;
  return `"${parts[index]}" is imported from ${parts.slice(0, index).join('.')}`;
}

function callee(value: Value, source: string): string {
  if (value.kind === 'reference') return shorten(slice(source, value.span)) || value.path;
  if (value.kind === 'function') return 'name' in value.definition ? value.definition.name : 'a lambda';
  if (value.kind === 'member') return value.name;
  return shorten(slice(source, value.span));
}

/** Source text on one line, cut to what a message can hold. */
export function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}
