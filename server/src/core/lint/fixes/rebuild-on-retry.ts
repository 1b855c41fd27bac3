/** A concurrent build that begins by dropping what a failed one has left. */

import { known, type OperationOf } from '../../operations/operation.ts';
import { replacement } from '../../text/edit.ts';
import { slice } from '../../text/span.ts';
import { isAtLeast } from '../libraries.ts';
import { clause } from '../place.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { execute, literal, schemaArgument, tableInSql } from './code.ts';
import { around, removeArguments, standsAlone } from './statement.ts';

export function rebuildOnRetry(
  { migration, libraries }: RuleContext,
  operation: OperationOf<'create_index'>,
): readonly Fix[] {
  const { text, style } = migration;
  const { origin, table } = operation;
  const { op } = style;
  const name = known(operation.name);
  if (op === undefined || name === undefined || !standsAlone(text, origin.call)) return [];
  const title = 'Drop what a failed build has left, then build';
  if (origin.kind !== 'sql') {
    if (origin.kind === 'batch' || !isAtLeast(libraries.alembic, '1.11.2')) return [];
    const schema = schemaArgument(style, table);
    const drop = `${op}.drop_index(${literal(style, name)}, table_name=${literal(style, table.name)}${schema}, if_exists=True, postgresql_concurrently=True)`;
    const edits = [...removeArguments(origin.call, ['if_not_exists']), ...around(migration, origin.call, [drop], [])];
    return [{ title, preferred: true, edits }];
  }
  const words = clause(operation, text, /\s+IF\s+NOT\s+EXISTS/i);
  if (origin.count > 1 || !/^\s+IF/i.test(slice(text, words))) return [];
  const index = tableInSql({ ...(table.schema === undefined ? {} : { schema: table.schema }), name });
  const drop = execute(style, op, `DROP INDEX CONCURRENTLY IF EXISTS ${index}`);
  const edits = [replacement(words, ''), ...around(migration, origin.call, [drop], [])];
  return [{ title, preferred: true, edits }];
}
