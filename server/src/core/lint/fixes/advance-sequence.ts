/** The sequence of a key set behind its greatest value. */

import type { OperationOf } from '../../operations/operation.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { execute, identifier, tableInSql } from './code.ts';
import { around, standsAlone } from './statement.ts';

export function advanceSequence(
  { migration }: RuleContext,
  { origin, table, circumstance }: OperationOf<'insert'>,
  column: string,
): readonly Fix[] {
  const { text, style } = migration;
  if (style.op === undefined || circumstance.loop !== undefined || !standsAlone(text, origin.call)) return [];
  const own = tableInSql(table);
  const key = identifier(column);
  const quoted = own.replaceAll("'", "''");
  const sql = `SELECT setval(pg_get_serial_sequence('${quoted}', '${column}'), (SELECT max(${key}) FROM ${own}))`;
  const edits = around(migration, origin.call, [], [execute(style, style.op, sql)]);
  return [{ title: 'Set the sequence behind the greatest key', preferred: true, edits }];
}
