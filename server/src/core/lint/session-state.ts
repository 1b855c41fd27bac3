/** Parameters of the session as a step finds them: what env.py sets, and what the steps before it do. */

import { sessionSetting } from '../history/environment.ts';
import type { Setting } from '../operations/operation.ts';
import { settingOf } from '../operations/setting.ts';
import type { RuleContext, Step } from './rule.ts';

export interface InForce {
  /** Undefined when it is only known at run time. */
  readonly value: string | undefined;
  /** The step that sets it; undefined for what env.py sets. */
  readonly step: Step | undefined;
}

/** What holds when the step begins; undefined for the server's own default. */
export function settingBefore({ environment, upgrade }: RuleContext, step: Step, name: string): InForce | undefined {
  const given = sessionSetting(environment, name);
  const atFirst: InForce | undefined = given && { value: given.value, step: undefined };
  let session = atFirst;
  let local: InForce | undefined;
  let stretch = upgrade[0]?.operation.circumstance.autocommit;
  for (const each of upgrade) {
    const { autocommit } = each.operation.circumstance;
    // Whoever leaves or enters an autocommit block commits, which ends what was LOCAL.
    if (autocommit !== stretch) local = undefined;
    stretch = autocommit;
    if (each === step) break;
    const setting = settingOf(each.operation);
    if (setting === undefined || !concerns(setting, name)) continue;
    const next: InForce = { value: setting.value, step: each };
    if (setting.local) {
      local = isLost(each) ? local : next;
    } else {
      local = undefined;
      session = setting.reset ? (given?.by === 'connect' ? atFirst : undefined) : next;
    }
  }
  return local ?? session;
}

/** Whether a setting is of that parameter, RESET ALL included. */
export function concerns(setting: Setting, name: string): boolean {
  return setting.name === name || (setting.name === 'all' && setting.reset);
}

/** SET LOCAL outside of a transaction: the server warns and does nothing. Several statements in one string are one. */
export function isLost({ operation, inTransaction }: Step): boolean {
  return !inTransaction && !(operation.origin.kind === 'sql' && operation.origin.count > 1);
}

/** Whether the value keeps a statement from waiting for ever; a value that isn't known is trusted. */
export function isTimeout(value: string | undefined): boolean {
  return value === undefined || milliseconds(value) !== 0;
}

const units: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/** A duration as PostgreSQL reads it, a bare number in milliseconds; undefined for what is none. */
export function milliseconds(value: string): number | undefined {
  const [, number, unit = 'ms'] = /^\s*(-?\d+(?:\.\d+)?)\s*(us|ms|s|min|h|d)?\s*$/.exec(value) ?? [];
  const factor = units[unit];
  return number === undefined || factor === undefined ? undefined : Number(number) * factor;
}
