/** RESTRICT in place of CASCADE. */

import { replacement } from '../../text/edit.ts';
import { type Span, slice } from '../../text/span.ts';
import type { Fix, RuleContext } from '../rule.ts';

/** @param at the argument or clause that says CASCADE */
export function restrictInstead({ migration }: RuleContext, at: Span): readonly Fix[] {
  const found = /\bCASCADE\b/i.exec(slice(migration.text, at));
  if (found === null) return [];
  const start = at.start + found.index;
  const edit = replacement({ start, end: start + found[0].length }, 'RESTRICT');
  return [{ title: 'Keep the parent as long as it has children (RESTRICT)', preferred: true, edits: [edit] }];
}
