/** Questions about the circumstances an operation runs under. */

import type { Operation } from './operation.ts';

/** Whether a test of the dialect's name in the migration leaves room for this dialect. */
export function runsOn(operation: Operation, dialect: string): boolean {
  const { onlyDialects, exceptDialects } = operation.circumstance;
  if (exceptDialects?.includes(dialect)) return false;
  return onlyDialects === undefined || onlyDialects.includes(dialect);
}
