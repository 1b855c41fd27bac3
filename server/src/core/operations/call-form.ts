/** What the readers of `op.*` and `batch_op.*` have in common. */

import type { Value } from '../python/value.ts';
import { sqlText } from './core-sql.ts';
import { coreContext } from './core-statement.ts';
import type { BoundArguments, CallReader } from './definition.ts';
import { readTableName, unknownValue } from './given.ts';
import type { Maybe, TableName } from './operation.ts';

/** The table a call is about: the batch block's, else the one its arguments name. */
export function callTable(
  args: BoundArguments,
  reader: CallReader,
  parameter = 'table_name',
  schema = 'schema',
): TableName | { readonly opaque: string } {
  const { origin, circumstance } = reader.base;
  if (origin.kind === 'batch' && circumstance.batch) return circumstance.batch.table;
  return readTableName(args.values.get(parameter), args.values.get(schema), reader);
}

/** SQL given as a string, `text()` or an expression. */
export function maybeSql(value: Value | undefined, reader: CallReader): Maybe<string> | undefined {
  if (!value || value.kind === 'none') return undefined;
  const sql = sqlText(value, coreContext(reader.text));
  return sql.holes.length > 0 ? unknownValue(sql, reader) : { value: sql.value, span: value.span };
}
