/** What PostgreSQL's grammar says of an SQL expression that stands alone: its functions, what it proves. */

import type { StringValue } from '../python/value.ts';
import type { ServerDefault } from '../schema/data-type.ts';
import { readExpression } from '../sql/expression.ts';
import type { SqlParser } from '../sql/parser.ts';
import { provenNotNull } from './sql-constraints.ts';

/** A default's SQL; `source` is the Python it was written as. */
export function defaultOf(sql: StringValue, source: string, parser: SqlParser): ServerDefault {
  if (sql.holes.length > 0) return { kind: 'unknown', source };
  const parsed = readExpression(sql.value, parser);
  const written = unescapeBinds(sql.value.trim());
  return { kind: 'expression', sql: written, functions: parsed?.functions ?? [] };
}

/** What a check's condition proves and calls. */
export function conditionFacts(
  sql: StringValue,
  parser: SqlParser,
): { readonly provesNotNull: readonly string[]; readonly functions?: readonly string[] } {
  const parsed = sql.holes.length > 0 ? undefined : readExpression(sql.value, parser);
  return {
    provesNotNull: parsed ? provenNotNull(parsed.condition) : [],
    ...(parsed === undefined || parsed.functions.length === 0 ? {} : { functions: parsed.functions }),
  };
}

/** `text()` reads `\:` as a colon. */
export function unescapeBinds(sql: string): string {
  return sql.replaceAll('\\:', ':');
}
