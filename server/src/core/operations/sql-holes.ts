/**
 * What is only known at run time stands as a mark in the names of a statement's tree. Where the model asks for a known
 * name, the operation can't be read; what is shown to people has the author's own expression in braces instead.
 */

import { type HoleRange, holeIn } from '../sql/mask.ts';
import type { Range } from '../sql/source.ts';
import type { Operation, Unknown } from './operation.ts';

/** The index of a hole that stands in a place of the operation where the model wants to know. */
export function markIn({ origin: _, circumstance: __, ...own }: Operation): number | undefined {
  return firstMark(own);
}

/** A name with the author's expressions where it holds marks: `{schema}`, `orders_{year}`. */
export function showMarks(text: string, hole: (index: number) => Unknown): string {
  return text.replace(/([\ue000-\uf8ff])\1*/g, (mark) => {
    const index = holeIn(mark);
    return index === undefined ? mark : `{${hole(index).source}}`;
  });
}

/** A part of the SQL with the author's expressions where it has holes. */
export function showHoles(
  sql: string,
  range: Range,
  holes: readonly HoleRange[],
  hole: (index: number) => Unknown,
): string {
  let result = '';
  let done = range.start;
  holes.forEach(({ at, length }, index) => {
    if (at < done || at + length > range.end) return;
    result += `${sql.slice(done, at)}{${hole(index).source}}`;
    done = at + length;
  });
  return result + sql.slice(done, range.end);
}

/** Whether a mark stands anywhere in the value. */
export function hasMark(value: unknown): boolean {
  return firstMark(value) !== undefined;
}

function firstMark(value: unknown): number | undefined {
  if (typeof value === 'string') return holeIn(value);
  if (typeof value !== 'object' || value === null) return undefined;
  for (const member of Object.values(value)) {
    const found = firstMark(member);
    if (found !== undefined) return found;
  }
  return undefined;
}
