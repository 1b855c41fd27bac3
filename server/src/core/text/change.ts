/** What changed between two texts, and where offsets of the earlier one lie in the later one. */

import type { Edit } from './edit.ts';
import type { Span } from './span.ts';

/** The one stretch in which two texts differ. */
export interface Change {
  /** First differing offset. */
  readonly start: number;
  /** End of the stretch in the earlier and in the later text. */
  readonly before: number;
  readonly after: number;
}

export function changeBetween(before: string, after: string): Change {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let same = 0;
  while (
    same < shorter - start &&
    before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)
  ) {
    same++;
  }
  return { start, before: before.length - same, after: after.length - same };
}

/** An offset inside the stretch goes to a place inside what stands there now. */
function movedOffset(offset: number, change: Change): number {
  if (offset <= change.start) return offset;
  return offset >= change.before ? offset + change.after - change.before : Math.min(offset, change.after);
}

/** A span does not grow by what was inserted right before or after it. */
export function movedSpan(span: Span, change: Change): Span {
  const inserted = change.before === change.start && span.start === change.start;
  const start = inserted ? change.after : movedOffset(span.start, change);
  return { start, end: Math.max(start, movedOffset(span.end, change)) };
}

/** Whether the span lies wholly before or wholly after the stretch, so that its text is what it was. */
export function isUntouched(span: Span, change: Change): boolean {
  return span.end <= change.start || span.start >= change.before;
}

export function movedEdit(edit: Edit, change: Change): Edit {
  return { ...edit, span: movedSpan(edit.span, change) };
}
