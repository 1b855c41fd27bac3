/** A name for a constraint or index that has none. */

import type { Migration } from '../../history/migration.ts';
import type { Operation } from '../../operations/operation.ts';
import { insertion, replacement } from '../../text/edit.ts';
import { type Span, slice } from '../../text/span.ts';
import { argumentSite, callOf } from '../place.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { identifier, literal } from './code.ts';

/**
 * In place of `None`; in SQL as `CONSTRAINT name` before the clause.
 *
 * @param at the clause in SQL
 */
export function giveName({ migration }: RuleContext, operation: Operation, at: Span, name: string): readonly Fix[] {
  const site = argumentSite(operation, 'constraint_name') ?? argumentSite(operation, 'index_name');
  const title = `Name it ${name}`;
  if (site !== undefined)
    return [{ title, preferred: true, edits: [replacement(site.valueSpan, literal(migration.style, name))] }];
  if (operation.kind === 'create_index') return nameIndex(migration, operation, title, name);
  const isClause = operation.kind === 'add_foreign_key' || operation.kind === 'add_check';
  if (callOf(operation) !== undefined || !isClause) return [];
  return [{ title, preferred: true, edits: [insertion(at.start, `CONSTRAINT ${identifier(name)} `)] }];
}

/** Behind the words that begin CREATE INDEX. */
function nameIndex({ text }: Migration, { span, origin }: Operation, title: string, name: string): readonly Fix[] {
  const words = /^CREATE\s+(UNIQUE\s+)?INDEX(\s+CONCURRENTLY)?/i.exec(slice(text, span));
  if (origin.kind !== 'sql' || words === null) return [];
  const edits = [insertion(span.start + words[0].length, ` ${identifier(name)}`)];
  return [{ title, preferred: true, edits }];
}
