/** A revision of another branch that must run first, in `depends_on`. */

import { replacement } from '../../text/edit.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { literal } from './code.ts';

export function dependOn({ migration }: RuleContext, revision: string): readonly Fix[] {
  const found = /^depends_on\b[^=\n]*=[ \t]*(None)\b/m.exec(migration.text);
  if (found === null) return [];
  const end = found.index + found[0].length;
  const edits = [replacement({ start: end - 'None'.length, end }, literal(migration.style, revision))];
  return [{ title: `Depend on ${revision}`, preferred: true, edits }];
}
