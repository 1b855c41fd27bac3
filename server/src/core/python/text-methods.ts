/** Methods of `str` on known strings. Those that cut or join keep the map to the source; the others make an atom. */

import type { Span } from '../text/span.ts';
import { isSequence, plain, textOf } from './constant.ts';
import { formatMethod, placeOf } from './format.ts';
import { anchorString, computedString, concatStrings, sliceString } from './string.ts';
import type { CallArgument, StringValue, Value } from './value.ts';

/** What `text.<name>(…)` gives; undefined where that isn't known. */
export function textMethod(
  text: StringValue,
  name: string,
  args: readonly CallArgument[],
  at: Span,
  source: string,
): Value | undefined {
  if (name === 'format') return formatMethod(text, args, at, source);
  const values = args.map((argument) => plain(argument.value));
  const strip = stripped[name];
  if (strip) return strip(text, typeof values[0] === 'string' ? values[0] : undefined, at);
  if (name === 'join') return join(text, args[0]?.value, at, source);
  if (text.holes.length > 0) return casing[name] ? mapCharacters(text, casing[name], at) : undefined;
  const change = casing[name];
  if (change) return mapCharacters(text, change, at);
  if (name === 'replace' && typeof values[0] === 'string' && typeof values[1] === 'string') {
    return replace(text, values[0], values[1], at);
  }
  if (name === 'split' || name === 'rsplit') return split(text, values[0], values.length, at);
  if (name === 'splitlines')
    return { kind: 'list', items: pieces(text, /\n/g).map((p) => ({ ...p, span: at })), span: at };
  const answer = questions[name]?.(text.value, values);
  if (typeof answer === 'boolean') return { kind: 'boolean', value: answer, span: at };
  if (typeof answer === 'number') return { kind: 'number', value: answer, source: String(answer), span: at };
  return typeof answer === 'string' ? computedString(answer, at) : undefined;
}

const casing: Readonly<Record<string, ((character: string) => string) | undefined>> = {
  lower: (character) => character.toLowerCase(),
  upper: (character) => character.toUpperCase(),
  casefold: (character) => character.toLowerCase(),
};

const stripped: Readonly<
  Record<string, ((text: StringValue, what: string | undefined, at: Span) => StringValue) | undefined>
> = {
  strip: (text, what, at) => strip(text, what, true, true, at),
  lstrip: (text, what, at) => strip(text, what, true, false, at),
  rstrip: (text, what, at) => strip(text, what, false, true, at),
  removeprefix: (text, what, at) => ({
    ...sliceString(text, what && text.value.startsWith(what) ? what.length : 0, text.value.length),
    span: at,
  }),
  removesuffix: (text, what, at) => ({
    ...sliceString(text, 0, text.value.length - (what && text.value.endsWith(what) ? what.length : 0)),
    span: at,
  }),
};

const questions: Readonly<
  Record<string, ((text: string, values: readonly unknown[]) => boolean | number | string | undefined) | undefined>
> = {
  startswith: (text, [what]) => (typeof what === 'string' ? text.startsWith(what) : undefined),
  endswith: (text, [what]) => (typeof what === 'string' ? text.endsWith(what) : undefined),
  find: (text, [what]) => (typeof what === 'string' ? text.indexOf(what) : undefined),
  count: (text, [what]) => (typeof what === 'string' && what !== '' ? text.split(what).length - 1 : undefined),
  isdigit: (text) => /^\d+$/.test(text),
  title: (text) => text.toLowerCase().replace(/[a-z]+/g, (word) => word.charAt(0).toUpperCase() + word.slice(1)),
  capitalize: (text) => text.charAt(0).toUpperCase() + text.slice(1).toLowerCase(),
};

function strip(text: StringValue, what: string | undefined, left: boolean, right: boolean, at: Span): StringValue {
  const drop = (character: string) => (what === undefined ? /\s/.test(character) : what.includes(character));
  const free = (index: number) => !text.holes.some((hole) => hole.at <= index && index < hole.at + hole.length);
  let start = 0;
  let end = text.value.length;
  if (left) while (start < end && free(start) && drop(text.value.charAt(start))) start++;
  if (right) while (end > start && free(end - 1) && drop(text.value.charAt(end - 1))) end--;
  return { ...sliceString(text, start, end), span: at };
}

/** Changes characters one by one; a linear piece stays so as long as lengths stay. Holes are left alone. */
function mapCharacters(text: StringValue, change: (character: string) => string, at: Span): StringValue {
  const value = Array.from({ length: text.value.length }, (_, i) => {
    const character = text.value.charAt(i);
    const changed = text.holes.some((hole) => hole.at <= i && i < hole.at + hole.length)
      ? character
      : change(character);
    return changed.length === 1 ? changed : character;
  }).join('');
  return { ...text, value, span: at };
}

function join(separator: StringValue, list: Value | undefined, at: Span, source: string): StringValue | undefined {
  if (!list || !isSequence(list)) return undefined;
  const glue = anchorString(separator, at);
  const items = list.items.map((item) =>
    item.kind === 'string' ? anchorString(item, at) : textOf(item, item.span, source),
  );
  return concatStrings(
    items.flatMap((item, i) => (i === 0 ? [item] : [glue, item])),
    at,
  );
}

function replace(text: StringValue, what: string, by: string, at: Span): StringValue | undefined {
  if (what === '') return undefined;
  const parts: StringValue[] = [];
  let done = 0;
  for (let found = text.value.indexOf(what); found >= 0; found = text.value.indexOf(what, done)) {
    const end = found + what.length;
    parts.push(sliceString(text, done, found), computedString(by, placeOf(text, found, end)));
    done = end;
  }
  parts.push(sliceString(text, done, text.value.length));
  return concatStrings(parts, at);
}

function split(text: StringValue, by: unknown, given: number, at: Span): Value | undefined {
  if (given > 1 || (given === 1 && (typeof by !== 'string' || by === ''))) return undefined;
  const items =
    typeof by === 'string'
      ? pieces(text, new RegExp(by.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'g'))
      : pieces(text, /\s+/g).filter((piece) => piece.value !== '');
  return { kind: 'list', items: items.map((item) => ({ ...item, span: at })), span: at };
}

function pieces(text: StringValue, separator: RegExp): StringValue[] {
  const found: StringValue[] = [];
  let done = 0;
  for (const match of text.value.matchAll(separator)) {
    found.push(sliceString(text, done, match.index));
    done = match.index + match[0].length;
  }
  found.push(sliceString(text, done, text.value.length));
  return found;
}

/** `textwrap.dedent(text)`: the white space that all lines share, gone; blank lines emptied. */
export function dedent(text: StringValue, at: Span): StringValue {
  const lines = pieces(text, /\n/g);
  const margins = lines.filter((line) => line.value.trim() !== '').map((line) => /^[ \t]*/.exec(line.value)?.[0] ?? '');
  const margin = margins.reduce((shared, next) => commonPrefix(shared, next), margins[0] ?? '');
  const parts: StringValue[] = [];
  let offset = 0;
  for (const [i, line] of lines.entries()) {
    const blank = line.value.trim() === '';
    parts.push(blank ? sliceString(line, 0, 0) : sliceString(line, margin.length, line.value.length));
    offset += line.value.length;
    if (i < lines.length - 1) parts.push(sliceString(text, offset, offset + 1));
    offset++;
  }
  return concatStrings(parts, at);
}

function commonPrefix(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return a.slice(0, length);
}
