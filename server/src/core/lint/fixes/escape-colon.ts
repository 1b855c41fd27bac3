/** A backslash before a colon that is no bind parameter. */

import { insertion } from '../../text/edit.ts';
import type { Span } from '../../text/span.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { stringAt } from './code.ts';

/** @param at the colon with the name behind it, in the Python source */
export function escapeColon({ migration }: RuleContext, at: Span): readonly Fix[] {
  const { text } = migration;
  if (text[at.start] !== ':') return [];
  const prefix = stringAt(text, at.start)?.prefix;
  if (prefix === undefined) return [];
  const backslash = /r/i.test(prefix) ? '\\' : '\\\\';
  return [{ title: 'Escape the colon', preferred: true, edits: [insertion(at.start, backslash)] }];
}
