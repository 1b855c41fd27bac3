/** Offsets into a text. Core speaks offsets only, in UTF-16 code units; lines and characters appear in `line-index.ts`. */

/** A half-open range of offsets, `start` included and `end` excluded. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A value together with the place where the author wrote it. */
export interface Located<T> {
  readonly value: T;
  readonly span: Span;
}

export function span(start: number, end: number): Span {
  return { start, end };
}

/** The smallest span that covers both. */
export function cover(a: Span, b: Span): Span {
  return { start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) };
}

/** Whether the offset lies in the span; its end counts, since a cursor may stand there. */
export function touches(outer: Span, offset: number): boolean {
  return outer.start <= offset && offset <= outer.end;
}

/** Whether `inner` lies wholly in `outer`. */
export function contains(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

export function slice(text: string, at: Span): string {
  return text.slice(at.start, at.end);
}
