/** A computed column that says how it is kept. */

import type { ColumnDefinition } from '../../operations/operation.ts';
import { insertion } from '../../text/edit.ts';
import { slice } from '../../text/span.ts';
import type { Fix, RuleContext } from '../rule.ts';

/** What SQLAlchemy up to 2.0 renders anyway, and the only form that PostgreSQL knows before 18. */
export function sayPersisted({ migration }: RuleContext, { name, computed }: ColumnDefinition): readonly Fix[] {
  if (computed === undefined) return [];
  const inside = /^[\s\S]*?\S(?=\s*\)$)/.exec(slice(migration.text, computed.span));
  if (inside === null) return [];
  const comma = inside[0].endsWith(',') ? ' ' : ', ';
  const edits = [insertion(computed.span.start + inside[0].length, `${comma}persisted=True`)];
  return [{ title: `Store ${name}`, preferred: true, edits }];
}
