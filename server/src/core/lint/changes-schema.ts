/** Whether a step changes the schema; what an UPDATE leaves in the catalogue is about the rows. */

import type { Step } from './rule.ts';

export function changesSchema({ operation, before, after }: Step): boolean {
  return before !== after && operation.kind !== 'update';
}
