/** Offset ↔ line and character, both zero-based and in UTF-16 units, as LSP and our JSON count them. */

import type { Span } from './span.ts';

export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** The line structure of one text. `\n`, `\r\n` and a lone `\r` each end a line, as in LSP. */
export interface LineIndex {
  /** Offset of each line's first character. */
  readonly starts: readonly number[];
  readonly length: number;
}

export function indexLines(text: string): LineIndex {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 13 && text.charCodeAt(i + 1) === 10) i++;
    if (code === 10 || code === 13) starts.push(i + 1);
  }
  return { starts, length: text.length };
}

/** The position of an offset; an offset outside the text is clamped into it. */
export function positionAt(index: LineIndex, offset: number): Position {
  const at = Math.max(0, Math.min(offset, index.length));
  let low = 0;
  let high = index.starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((index.starts[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return { line: low, character: at - (index.starts[low] ?? 0) };
}

/** The offset of a position; a character past its line's end means the end of that line's text span. */
export function offsetAt(index: LineIndex, position: Position): number {
  const start = index.starts[position.line];
  if (start === undefined) return position.line < 0 ? 0 : index.length;
  const next = index.starts[position.line + 1] ?? index.length;
  return Math.max(start, Math.min(start + position.character, next));
}

export function rangeOf(index: LineIndex, at: Span): Range {
  return { start: positionAt(index, at.start), end: positionAt(index, at.end) };
}
