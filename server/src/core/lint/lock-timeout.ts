/** Whether a statement that needs a strong lock gives up after a while, or queues everybody behind it. */

import type { RuleContext, Step } from './rule.ts';
import { isTimeout, settingBefore } from './session-state.ts';

/** A lock_timeout is in force, set by the revision or by env.py; or env.py computes what it passes to the connection. */
export function hasLockTimeout(context: RuleContext, step: Step): boolean {
  const inForce = settingBefore(context, step, 'lock_timeout');
  if (inForce !== undefined) return isTimeout(inForce.value);
  return context.environment.session?.complete === false;
}
