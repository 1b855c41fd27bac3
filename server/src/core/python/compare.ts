/** Comparisons of values, as far as they can be decided without running anything. */

import { equals, itemsOf, plain } from './constant.ts';
import type { Value } from './value.ts';

/** `a <operator> b` of constants; undefined when only the run can tell. */
export function comparison(operator: string, a: Value, b: Value): boolean | undefined {
  const negate = (value: boolean | undefined) => (value === undefined ? undefined : !value);
  if (operator === '==' || operator === 'is') return equals(a, b);
  if (operator === '!=' || operator === 'is not') return negate(equals(a, b));
  if (operator === 'in' || operator === 'not in') {
    const found = membership(a, b);
    return operator === 'in' ? found : negate(found);
  }
  const [x, y] = [plain(a), plain(b)];
  if (typeof x !== typeof y || x === undefined || y === undefined || x === null || y === null) return undefined;
  return { '<': x < y, '<=': x <= y, '>': x > y, '>=': x >= y }[operator];
}

function membership(item: Value, container: Value): boolean | undefined {
  const wanted = plain(item);
  if (container.kind === 'string' && typeof wanted === 'string' && container.holes.length === 0) {
    return container.value.includes(wanted);
  }
  const answers = itemsOf(container)?.map((candidate) => equals(candidate, item));
  if (!answers) return undefined;
  return answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;
}
