/** The session's time zone, where the migration sets it itself. */

import { settingOf } from '../operations/setting.ts';
import type { RuleContext, Step } from './rule.ts';

/** Whether an earlier statement has set it to UTC; SET LOCAL holds until the transaction ends. */
export function isInUtc({ upgrade }: RuleContext, step: Step): boolean {
  const block = step.operation.circumstance.autocommit;
  for (const { operation } of upgrade.slice(0, upgrade.indexOf(step)).toReversed()) {
    const setting = settingOf(operation);
    if (setting?.name === 'timezone') {
      const isOver = setting.local && (operation.circumstance.autocommit !== block || block !== undefined);
      return setting.value?.toLowerCase() === 'utc' && !isOver;
    }
    // What stands in a block of its own has ended the transaction before.
    if (operation.circumstance.autocommit !== block) return false;
  }
  return false;
}
