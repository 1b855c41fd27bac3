/** A shorter name in place of one that is too long. */

import { replacement } from '../../text/edit.ts';
import { type Span, slice } from '../../text/span.ts';
import type { Fix, RuleContext } from '../rule.ts';

/** @param at the literal, or the name in SQL, that holds what is written */
export function shortenName({ migration }: RuleContext, at: Span, written: string, short: string): readonly Fix[] {
  const source = slice(migration.text, at);
  const [before, after, ...more] = source.split(written);
  if (before === undefined || after === undefined || more.length > 0) return [];
  const start = at.start + before.length;
  const edits = [replacement({ start, end: start + written.length }, short)];
  return [{ title: `Call it ${short}`, preferred: true, edits }];
}
