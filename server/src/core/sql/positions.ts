/**
 * Three ways to count the same text: PostgreSQL's trees count UTF-8 bytes, its errors count code points, core counts
 * UTF-16 units. And the way back from a decoded string to the source it was decoded from.
 */

import type { Span } from '../text/span.ts';

/** One piece of a decoded string, as the reader of the other language placed it. */
export interface Piece {
  /** Offset and length in the decoded string, in UTF-16 units. */
  readonly at: number;
  readonly length: number;
  /** In the source. */
  readonly span: Span;
  /** Character i stands at `span.start + i`; otherwise the piece is one atom: an escape or a hole. */
  readonly linear: boolean;
}

/** Turns byte offsets of the text's UTF-8 form into UTF-16 offsets. An offset inside a character goes to its start. */
export function utf8Offsets(text: string): (bytes: number) => number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the question is whether all of it is ASCII.
  if (/^[\x00-\x7f]*$/.test(text)) return (bytes) => clamp(bytes, text.length);
  const starts = byteStarts(text);
  return (bytes) => lastAtMost(starts, bytes);
}

/** Turns an offset in code points into one in UTF-16 units. */
export function codePointOffset(text: string, points: number): number {
  let offset = 0;
  for (let left = points; left > 0 && offset < text.length; left--) {
    offset += (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
  }
  return offset;
}

/**
 * Where the characters from `start` to `end` of a decoded string stand in the source. What lies partly in an atom
 * covers the whole atom; where no piece holds a character, its nearest neighbour does.
 */
export function sourceSpan(pieces: readonly Piece[], start: number, end: number): Span | undefined {
  const first = pieceAt(pieces, start);
  if (!first) return undefined;
  if (end <= start) {
    const offset = emptyAt(first, start);
    return { start: offset, end: offset };
  }
  const last = pieceAt(pieces, end - 1) ?? first;
  const from = first.linear ? inside(first, start) : first.span.start;
  const to = last.linear ? inside(last, end) : last.span.end;
  return { start: from, end: Math.max(from, to) };
}

/** Whether each character from `start` to `end` stands in the source as it is, one after the other. */
export function isLinear(pieces: readonly Piece[], start: number, end: number): boolean {
  let reached = start;
  let place: number | undefined;
  for (const piece of pieces) {
    if (piece.at + piece.length <= start || piece.at >= end) continue;
    if (!piece.linear || piece.at > reached) return false;
    if (place !== undefined && piece.span.start !== place) return false;
    reached = piece.at + piece.length;
    place = piece.span.end;
  }
  return reached >= end;
}

/** Byte offset of every UTF-16 unit; the second half of a pair counts as its first. */
function byteStarts(text: string): Uint32Array {
  const starts = new Uint32Array(text.length + 1);
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    starts[i] = bytes;
    const point = text.codePointAt(i) ?? 0;
    if (point > 0xffff) {
      i++;
      // A location never points between the halves, so any value between the neighbours will do for the second.
      starts[i] = bytes + 4;
    }
    bytes += point > 0xffff ? 4 : point > 0x7ff ? 3 : point > 0x7f ? 2 : 1;
  }
  starts[text.length] = bytes;
  return starts;
}

/** Index of the last start that is at most `bytes`; of equal ones the last. */
function lastAtMost(starts: Uint32Array, bytes: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= bytes) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The piece that holds the offset; before, between and after all pieces the nearest one before, else the first. */
function pieceAt(pieces: readonly Piece[], offset: number): Piece | undefined {
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((pieces[middle]?.at ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return pieces[low];
}

function inside(piece: Piece, offset: number): number {
  return piece.span.start + clamp(offset - piece.at, piece.length);
}

function emptyAt(piece: Piece, offset: number): number {
  if (piece.linear) return inside(piece, offset);
  return offset <= piece.at ? piece.span.start : piece.span.end;
}

function clamp(value: number, highest: number): number {
  return Math.min(Math.max(value, 0), highest);
}
