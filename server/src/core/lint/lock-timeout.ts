/** Whether a statement that needs a strong lock gives up after a while, or queues everybody behind it. */

import type { RuleContext, Step } from './rule.ts';

/** A `SET lock_timeout` stands before it in the same direction of the revision. */
export function hasLockTimeout({ upgrade }: RuleContext, step: Step): boolean {
  return upgrade
    .slice(0, Math.max(upgrade.indexOf(step), 0))
    .some(
      ({ operation }) =>
        operation.kind === 'statement' &&
        operation.command === 'SET' &&
        operation.object === 'lock_timeout' &&
        operation.options?.includes('default') !== true,
    );
}
