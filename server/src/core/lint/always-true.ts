/** Conditions that choose every row. */

import type { Condition } from '../sql/condition.ts';

/** Whether the condition leaves no row out: there is none, or it is a tautology such as `1 = 1` or `id = id`. */
export function isAlwaysTrue(where: Condition | undefined): boolean {
  if (where === undefined) return true;
  switch (where.kind) {
    case 'constant':
      return where.value;
    case 'and':
      return where.conditions.every(isAlwaysTrue);
    case 'or':
      return where.conditions.some(isAlwaysTrue);
    case 'compare': {
      const { left, right, operator } = where;
      if (operator !== '=') return false;
      if (left.kind === 'literal' && right.kind === 'literal') return left.value === right.value && left.value !== null;
      return (
        left.kind === 'column' && right.kind === 'column' && left.column === right.column && left.table === right.table
      );
    }
    default:
      return false;
  }
}
