/** Changes of a text as data, and their application. */

import type { Span } from './span.ts';

/** Replaces a span of the text by `newText`; an empty span inserts. */
export interface Edit {
  readonly span: Span;
  readonly newText: string;
}

export function insertion(offset: number, newText: string): Edit {
  return { span: { start: offset, end: offset }, newText };
}

export function replacement(span: Span, newText: string): Edit {
  return { span, newText };
}

/** Whether two of the edits change the same characters, so that they can't be applied together. */
export function overlap(edits: readonly Edit[]): boolean {
  const sorted = [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  return sorted.some((edit, i) => i > 0 && edit.span.start < (sorted[i - 1]?.span.end ?? 0));
}

/** The text after all edits, whose spans refer to the text before any. Insertions at one place keep their order. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const sorted = edits
    .map((edit, order) => ({ edit, order }))
    .sort((a, b) => a.edit.span.start - b.edit.span.start || a.edit.span.end - b.edit.span.end || a.order - b.order);
  let result = '';
  let done = 0;
  for (const { edit } of sorted) {
    result += text.slice(done, Math.max(done, edit.span.start)) + edit.newText;
    done = Math.max(done, edit.span.end);
  }
  return result + text.slice(done);
}
