/** What PostgreSQL's grammar says of an SQL expression that stands alone: its functions, what it proves. */

import type { Node } from '@pgsql/types';
import type { StringValue } from '../python/value.ts';
import type { ServerDefault } from '../schema/data-type.ts';
import type { Condition } from '../sql/condition.ts';
import { readCondition } from '../sql/from-tree.ts';
import { functionsIn } from '../sql/inside.ts';
import type { SqlParser } from '../sql/parser.ts';
import type { StatementSource } from '../sql/source.ts';
import { parseStatements } from '../sql/statements.ts';
import { provenNotNull } from './sql-constraints.ts';

/** A default's SQL; `source` is the Python it was written as. */
export function defaultOf(sql: StringValue, source: string, parser: SqlParser): ServerDefault {
  if (sql.holes.length > 0) return { kind: 'unknown', source };
  const parsed = parseExpression(sql, parser);
  const written = unescapeBinds(sql.value.trim());
  return { kind: 'expression', sql: written, functions: parsed ? functionsIn(parsed.node) : [] };
}

/** Columns that the condition proves to be NOT NULL. */
export function provenBy(sql: StringValue, parser: SqlParser): readonly string[] {
  const condition = sql.holes.length > 0 ? undefined : conditionOf(sql, parser);
  return condition ? provenNotNull(condition) : [];
}

function conditionOf(sql: StringValue, parser: SqlParser): Condition | undefined {
  const parsed = parseExpression(sql, parser);
  return parsed && readCondition(parsed.node, parsed.source);
}

/** `text()` reads `\:` as a colon. */
export function unescapeBinds(sql: string): string {
  return sql.replaceAll('\\:', ':');
}

function parseExpression(
  sql: StringValue,
  parser: SqlParser,
): { readonly node: Node; readonly source: StatementSource } | undefined {
  const [source, ...more] = parseStatements({ sql: `SELECT ${sql.value}`, style: 'text', holes: [] }, parser);
  if (!source || more.length > 0 || !('node' in source) || !('SelectStmt' in source.node)) return undefined;
  const [target] = source.node.SelectStmt.targetList ?? [];
  const node = target && 'ResTarget' in target ? target.ResTarget.val : undefined;
  return node && { node, source };
}
