/** Selects that stand where a table stands: `select(…).subquery("s")`, `.cte("s")`, `.alias("s")`. */

import { plain } from '../python/constant.ts';
import type { Value } from '../python/value.ts';
import type { Span } from '../text/span.ts';
import { takeApart } from './core-chain.ts';
import { parameter } from './symbol.ts';

export interface DerivedTable {
  /** What its columns are called by; SQLAlchemy numbers those without a name. */
  readonly alias: string;
  readonly select: Value;
  readonly span: Span;
}

const makers = new Set(['subquery', 'cte', 'alias', 'lateral']);

export function derivedTable(value: Value): DerivedTable | undefined {
  if (value.kind !== 'call' || value.callee.kind !== 'member' || !makers.has(value.callee.name)) return undefined;
  const select = value.callee.object;
  if (takeApart(select)?.verb !== 'select') return undefined;
  const name = parameter(value, 0, 'name');
  const given = name && plain(name);
  return { alias: typeof given === 'string' ? given : 'anon_1', select, span: value.span };
}
