/** ON DELETE NO ACTION, which a foreign key means that says nothing. */

import type { ForeignKeyClause, Operation } from '../../operations/operation.ts';
import { insertion } from '../../text/edit.ts';
import { slice } from '../../text/span.ts';
import { callOf } from '../place.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { literal } from './code.ts';
import { setArgument } from './statement.ts';

/** In Python; in SQL the clause has a place that depends on what else is said. */
export function sayNoAction({ migration }: RuleContext, operation: Operation, key: ForeignKeyClause): readonly Fix[] {
  const { text, style } = migration;
  const call = callOf(operation);
  const value = literal(style, 'NO ACTION');
  const title = 'Say that a parent with children stays (NO ACTION)';
  if (call === undefined) return [];
  if (operation.kind === 'add_foreign_key')
    return [{ title, preferred: true, edits: setArgument(text, call, 'ondelete', value) }];
  if (!/[^,\s]\)$/.test(slice(text, key.span))) return [];
  return [{ title, preferred: true, edits: [insertion(key.span.end - 1, `, ondelete=${value}`)] }];
}
