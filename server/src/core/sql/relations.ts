/** The tables and views that a query reads, wherever in it they stand. */

import type { Node, RangeVar } from '@pgsql/types';

/** Every relation of the tree, subqueries included; names that WITH brings along are left out. */
export function relationsIn(root: Node | undefined): readonly RangeVar[] {
  const found: RangeVar[] = [];
  const own = new Set<string>();
  const pending: unknown[] = [root];
  while (pending.length > 0) {
    const value = pending.pop();
    if (typeof value !== 'object' || value === null) continue;
    if (isRange(value)) found.push(value.RangeVar);
    if (isCommonTable(value)) own.add(value.CommonTableExpr.ctename);
    pending.push(...Object.values(value));
  }
  return found.filter(({ schemaname, relname = '' }) => schemaname !== undefined || !own.has(relname));
}

function isRange(value: object): value is { RangeVar: RangeVar } {
  return 'RangeVar' in value;
}

function isCommonTable(value: object): value is { CommonTableExpr: { ctename: string } } {
  return 'CommonTableExpr' in value;
}
