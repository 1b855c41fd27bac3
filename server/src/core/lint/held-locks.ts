/** Locks that a transaction holds already when a step begins. */

import type { Lock } from '../effects/lock.ts';
import { placesOf } from '../effects/transactions.ts';
import { locksOnExisting } from './hazards.ts';
import type { RuleContext, Step } from './rule.ts';

export interface Held {
  readonly lock: Lock;
  /** The step that took it. */
  readonly step: Step;
}

/** For each step of the upgrade, what earlier steps of its transaction have locked of the tables that others use. */
export function heldBefore({ upgrade, environment, postgresVersion }: RuleContext): ReadonlyMap<Step, readonly Held[]> {
  const places = placesOf([upgrade.map(({ operation }) => operation)], environment).flat();
  const result = new Map<Step, readonly Held[]>();
  let held: readonly Held[] = [];
  for (const [i, step] of upgrade.entries()) {
    if (places[i]?.transaction !== places[i - 1]?.transaction) held = [];
    result.set(step, held);
    held = [...held, ...locksOnExisting(step, postgresVersion).map((lock) => ({ lock, step }))];
  }
  return result;
}
