/** A backslash before a colon that is no bind parameter. */

import { insertion } from '../../text/edit.ts';
import type { Span } from '../../text/span.ts';
import type { Fix, RuleContext } from '../rule.ts';

/** @param at the colon with the name behind it, in the Python source */
export function escapeColon({ migration }: RuleContext, at: Span): readonly Fix[] {
  const { text } = migration;
  if (text[at.start] !== ':') return [];
  const prefix = prefixOf(text, at.start);
  if (prefix === undefined) return [];
  const backslash = /r/i.test(prefix) ? '\\' : '\\\\';
  return [{ title: 'Escape the colon', preferred: true, edits: [insertion(at.start, backslash)] }];
}

/** The prefix of the string literal that holds the offset, e.g. `r`; undefined where none does. */
function prefixOf(text: string, offset: number): string | undefined {
  const token =
    /#[^\n]*|([a-zA-Z]{0,2})(?:("""|''')[\s\S]*?(?:(?<!\\)\2|$)|"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*')/g;
  for (const match of text.matchAll(token)) {
    if (match.index > offset) return undefined;
    if (offset < match.index + match[0].length) return match[0].startsWith('#') ? undefined : (match[1] ?? '');
  }
  return undefined;
}
