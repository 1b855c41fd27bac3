/** A table without its schema, so that the search path of the run chooses it. */

import type { Operation, TableName } from '../../operations/operation.ts';
import { replacement } from '../../text/edit.ts';
import { slice } from '../../text/span.ts';
import { callOf } from '../place.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { removeArguments } from './statement.ts';

/** Nothing where the schema is no argument of its own, as in `schema.table` of a batch block's head. */
export function withoutSchema({ migration }: RuleContext, operation: Operation, table: TableName): readonly Fix[] {
  const call = callOf(operation);
  const title = `Let the search path choose the schema of ${table.name}`;
  if (call?.arguments.has('schema')) return [{ title, preferred: true, edits: removeArguments(call, ['schema']) }];
  const written = slice(migration.text, table.span);
  const own = /^(?:"[^"]*"|\w+)\s*\.\s*("[^"]*"|\w+)$/.exec(written)?.[1];
  if (call !== undefined || own === undefined) return [];
  return [{ title, preferred: true, edits: [replacement(table.span, own)] }];
}
