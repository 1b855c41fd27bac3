/** Which transaction each operation runs in, and which locks that transaction holds by then. */

import type { Operation } from '../operations/operation.ts';
import { tableKey } from '../schema/catalogue.ts';
import type { Effect } from './effects.ts';
import { isStronger, type Lock } from './lock.ts';

/** What env.py says of transactions; see `Environment`. */
export interface Arrangement {
  readonly transactionPerMigration: boolean | undefined;
  readonly transactionalDdl: boolean | undefined;
}

export interface Place {
  /** The same number for operations that are committed together, counted from 0 over the run. */
  readonly transaction: number;
  /** False where the server commits the statement by itself: in an autocommit block, or after an explicit COMMIT. */
  readonly inBlock: boolean;
}

/**
 * The places of the operations of several revisions, in the order they run. Alembic opens one transaction around the
 * run, or one per revision; an autocommit block commits what precedes, and another transaction begins behind it.
 */
export function placesOf(
  revisions: readonly (readonly Operation[])[],
  { transactionPerMigration, transactionalDdl }: Arrangement,
): readonly (readonly Place[])[] {
  let transaction = 0;
  let before: number | undefined;
  return revisions.map((operations, revision) => {
    if (revision > 0 && transactionPerMigration === true) {
      transaction++;
      before = undefined;
    }
    return operations.map(({ circumstance: { autocommit } }): Place => {
      const inBlock = autocommit === undefined && transactionalDdl !== false;
      if (!inBlock || autocommit !== before) transaction++;
      before = autocommit;
      return { transaction, inBlock };
    });
  });
}

/** An operation as it runs. */
export interface Running {
  readonly place: Place;
  readonly effects: readonly Effect[];
}

/**
 * For each operation, the locks that its transaction holds while it runs, its own included: each relation once, with the
 * strongest mode so far. A lock is held until the end of its transaction.
 */
export function locksHeld(run: readonly Running[]): readonly (readonly Lock[])[] {
  let transaction: number | undefined;
  let held = new Map<string, Lock>();
  return run.map(({ place, effects }) => {
    if (place.transaction !== transaction) held = new Map();
    transaction = place.transaction;
    for (const lock of effects.flatMap((effect) => effect.locks)) {
      const key = tableKey(lock.relation);
      const known = held.get(key);
      if (known === undefined || isStronger(lock.mode, known.mode)) held.set(key, lock);
    }
    return [...held.values()];
  });
}
