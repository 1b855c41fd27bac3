/** The parent that was meant, in place of one that no file has. */

import { replacement } from '../../text/edit.ts';
import type { Located } from '../../text/span.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { sameQuotes } from './code.ts';

export function nameParent({ migration }: RuleContext, parent: Located<string>, id: string): Fix {
  const edits = [replacement(parent.span, sameQuotes(migration.text, parent.span, id))];
  return { title: `Name ${id} as the parent`, preferred: true, edits };
}

export function nameDependency({ migration }: RuleContext, named: Located<string>, key: string): Fix {
  const edits = [replacement(named.span, sameQuotes(migration.text, named.span, key))];
  return { title: `Depend on ${key}`, preferred: true, edits };
}
