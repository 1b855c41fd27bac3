/** A look for duplicates before a unique index is built, so that the upgrade stops before anything is left behind. */

import { known, type OperationOf } from '../../operations/operation.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { identifier, literal, tableInSql } from './code.ts';
import { around, standsAlone } from './statement.ts';

/** Not for keys that are expressions, and not in a script of `--sql`, which has no rows to look at. */
export function lookForDuplicates(context: RuleContext, operation: OperationOf<'create_index'>): readonly Fix[] {
  const { migration } = context;
  const { text, style } = migration;
  const { origin, circumstance, table, columns, nullsNotDistinct } = operation;
  const { op, sa } = style;
  const names = columns.flatMap((column) => column?.value ?? []);
  if (op === undefined || sa === undefined || names.length < columns.length) return [];
  if (circumstance.batch !== undefined || circumstance.loop !== undefined || !standsAlone(text, origin.call)) return [];
  if (operation.where !== undefined && known(operation.where) === undefined) return [];
  const keys = names.map(identifier);
  const conditions = [
    ...(nullsNotDistinct ? [] : keys.map((key) => `${key} IS NOT NULL`)),
    ...(operation.where === undefined ? [] : [`(${known(operation.where)})`]),
  ];
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
  const sql = `SELECT 1 FROM ${tableInSql(table)}${where} GROUP BY ${keys.join(', ')} HAVING count(*) > 1 LIMIT 1`;
  const message = `${context.show(table)} has rows with the same ${names.join(' and ')}: merge or delete them, then upgrade again`;
  const lines = [
    `if not ${op}.get_context().as_sql:`,
    `${style.indent}if ${op}.get_bind().execute(${sa}.text(${literal(style, sql)})).first():`,
    `${style.indent}${style.indent}raise RuntimeError(${literal(style, message)})`,
  ];
  return [{ title: 'Look for duplicates first', preferred: true, edits: around(migration, origin.call, lines, []) }];
}
