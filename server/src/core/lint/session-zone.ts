/** The session's time zone, where the migration sets it itself. */

import type { RuleContext, Step } from './rule.ts';

/** Whether an earlier statement has set it to UTC; SET LOCAL holds until the transaction ends. */
export function isInUtc({ upgrade }: RuleContext, step: Step): boolean {
  const block = step.operation.circumstance.autocommit;
  for (const { operation } of upgrade.slice(0, upgrade.indexOf(step)).toReversed()) {
    const isSet = operation.kind === 'statement' && operation.command === 'SET' && operation.object === 'timezone';
    if (isSet) {
      const [value, ...more] = operation.options ?? [];
      const isLocal = more.includes('local');
      return value === 'utc' && (!isLocal || (operation.circumstance.autocommit === block && block === undefined));
    }
    // What stands in a block of its own has ended the transaction before.
    if (operation.circumstance.autocommit !== block) return false;
  }
  return false;
}
