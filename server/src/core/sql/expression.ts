/** An SQL expression that stands alone, such as the text of a default, a check or a `text()` condition. */

import type { ColumnReference, Condition } from './condition.ts';
import { readCondition } from './from-tree.ts';
import { columnsIn, functionsIn } from './inside.ts';
import type { HoleRange, PlaceholderStyle } from './mask.ts';
import type { SqlParser } from './parser.ts';
import { parseStatements } from './statements.ts';

export interface SqlExpression {
  readonly condition: Condition;
  readonly columns: readonly ColumnReference[];
  /** In lower case. */
  readonly functions: readonly string[];
}

/** What the expression says; undefined when PostgreSQL's grammar refuses it. */
export function readExpression(
  sql: string,
  parser: SqlParser,
  style: PlaceholderStyle = 'text',
  holes: readonly HoleRange[] = [],
): SqlExpression | undefined {
  const shifted = holes.map(({ at, length }) => ({ at: at + prefix.length, length }));
  const [source, ...others] = parseStatements({ sql: prefix + sql, style, holes: shifted }, parser);
  if (source === undefined || 'error' in source || others.length > 0 || !('SelectStmt' in source.node))
    return undefined;
  const { targetList = [], fromClause, whereClause } = source.node.SelectStmt;
  const [target] = targetList;
  if (fromClause || whereClause || targetList.length !== 1 || !target || !('ResTarget' in target)) return undefined;
  const { val, name } = target.ResTarget;
  if (val === undefined || name !== undefined) return undefined;
  return { condition: readCondition(val, source), columns: columnsIn(val), functions: functionsIn(val) };
}

const prefix = 'SELECT ';
