/**
 * Python string literals decoded, with a map from every decoded character to its place in the source; and the few
 * operations on such strings that keep the map.
 */

import type { Span } from '../text/span.ts';
import { decodeEscape } from './escape.ts';
import type { Field, StringPart } from './syntax.ts';
import type { Hole, Segment, StringValue, UnknownValue } from './value.ts';

/** A literal (with implicit concatenation) as a value. `fill` gives the text of an f-string's field, or a hole. */
export function decodeString(
  text: string,
  parts: readonly StringPart[],
  at: Span,
  fill: (field: Field) => StringValue,
): StringValue {
  const out = pieces();
  for (const part of parts) decodePart(text, part, out, fill);
  return finish(out, at);
}

/** A string that stands nowhere in the source, e.g. the result of a call: one atom. */
export function computedString(value: string, at: Span): StringValue {
  const out = pieces();
  addAtom(out, value, at);
  return finish(out, at);
}

/** A string of which nothing is known. */
export function holeString(unknown: UnknownValue, at: Span): StringValue {
  const out = pieces();
  addHole(out, unknown, at);
  return finish(out, at);
}

/** The strings one after another, each keeping its map. */
export function concatStrings(values: readonly StringValue[], at: Span): StringValue {
  const out = pieces();
  for (const value of values) addString(out, value);
  return finish(out, at);
}

/** Part of a string, offsets as in `String.prototype.slice`. An atom or hole that is cut stays whole in the map. */
export function sliceString(value: StringValue, start: number, end: number): StringValue {
  const segments: Segment[] = [];
  for (const segment of value.segments) {
    const from = Math.max(segment.at, start);
    const to = Math.min(segment.at + segment.length, end);
    if (from >= to && !(segment.length === 0 && segment.at >= start && segment.at < end)) continue;
    const skipped = from - segment.at;
    const source = segment.linear
      ? { start: segment.span.start + skipped, end: segment.span.start + skipped + (to - from) }
      : segment.span;
    segments.push({ at: from - start, length: to - from, span: source, linear: segment.linear });
  }
  const holes = value.holes.flatMap((hole): Hole[] => {
    const from = Math.max(hole.at, start);
    const to = Math.min(hole.at + hole.length, end);
    return from < to ? [{ at: from - start, length: to - from, unknown: hole.unknown }] : [];
  });
  return { ...value, value: value.value.slice(start, end), segments, holes };
}

/** The string as it comes through an expression at `at`: a value written elsewhere is one atom there. */
export function anchorString(value: StringValue, at: Span): StringValue {
  const inside = value.segments.every(({ span }) => span.start >= at.start && span.end <= at.end);
  if (inside) return value;
  const segments = value.value.length > 0 ? [{ at: 0, length: value.value.length, span: at, linear: false }] : [];
  return { ...value, segments };
}

/** A decoded string in the making. */
interface Pieces {
  value: string;
  readonly segments: Segment[];
  readonly holes: Hole[];
}

function pieces(): Pieces {
  return { value: '', segments: [], holes: [] };
}

function finish(out: Pieces, at: Span): StringValue {
  return { kind: 'string', value: out.value, span: at, segments: out.segments, holes: out.holes };
}

function addAtom(out: Pieces, value: string, at: Span): void {
  if (value.length > 0) out.segments.push({ at: out.value.length, length: value.length, span: at, linear: false });
  out.value += value;
}

/** Text that stands in the source as it is; what touches the piece before it joins it. */
function addLinear(out: Pieces, value: string, at: Span): void {
  if (value.length === 0) return;
  const last = out.segments.at(-1);
  if (last?.linear && last.span.end === at.start && last.at + last.length === out.value.length) {
    const joined = { start: last.span.start, end: at.end };
    out.segments[out.segments.length - 1] = { ...last, length: last.length + value.length, span: joined };
  } else out.segments.push({ at: out.value.length, length: value.length, span: at, linear: true });
  out.value += value;
}

/** A placeholder that SQL reads as an identifier. */
function addHole(out: Pieces, unknown: UnknownValue, at: Span): void {
  const placeholder = `_h${out.holes.length}`;
  out.holes.push({ at: out.value.length, length: placeholder.length, unknown });
  addAtom(out, placeholder, at);
}

function addString(out: Pieces, value: StringValue): void {
  const shift = out.value.length;
  for (const hole of value.holes) out.holes.push({ ...hole, at: hole.at + shift });
  for (const segment of value.segments) {
    const piece = value.value.slice(segment.at, segment.at + segment.length);
    if (segment.linear) addLinear(out, piece, segment.span);
    else addAtom(out, piece, segment.span);
  }
}

function decodePart(text: string, part: StringPart, out: Pieces, fill: (field: Field) => StringValue): void {
  const raw = part.prefix.includes('r');
  const formatted = /[ft]/.test(part.prefix);
  const { start, end } = part.content;
  const content = text.slice(start, end);
  if (!formatted && !/[\\\r]/.test(content)) {
    addLinear(out, content, part.content);
    return;
  }
  let field = 0;
  let done = start;
  let at = start;
  const flush = (next: number) => {
    addLinear(out, text.slice(done, at), { start: done, end: at });
    at = next;
    done = next;
  };
  while (at < end) {
    const char = text[at];
    const next = part.fields[field];
    if (next && at === next.span.start) {
      flush(Math.min(next.span.end, end));
      addString(out, fill(next));
      field++;
    } else if (char === '\\' && !raw) {
      const found = decodeEscape(text, at, end, part.prefix.includes('b'));
      const from = at;
      if (found.value === undefined) at += found.length;
      else {
        flush(at + found.length);
        addAtom(out, found.value, { start: from, end: at });
      }
    } else if (char === '\r') {
      // Python reads every line end of its source as a line feed.
      const from = at;
      flush(at + (text[at + 1] === '\n' && at + 1 < end ? 2 : 1));
      addAtom(out, '\n', { start: from, end: at });
    } else if (formatted && (char === '{' || char === '}') && text[at + 1] === char) {
      const from = at;
      flush(at + 2);
      addAtom(out, char, { start: from, end: at });
    } else at++;
  }
  flush(at);
}
