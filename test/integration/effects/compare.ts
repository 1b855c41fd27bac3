/** What was predicted held against what was seen, as sentences; none when they agree. */

import type { Failure, Work } from '../../../server/src/core/effects/facts.ts';
import { isStronger, type LockMode } from '../../../server/src/core/effects/lock.ts';
import type { Form } from './form.ts';
import type { Observation } from './observe.ts';
import type { Prediction } from './predict.ts';

/** How the server refuses what the rows forbid. */
const failures: Readonly<Record<Failure, readonly string[]>> = {
  'rows-exist': ['23502'],
  'nulls-exist': ['23502'],
  'duplicates-exist': ['23505'],
  'violations-exist': ['23514', '23503', '23P01'],
  'values-unfit': ['22001', '22003', '22P02'],
};

/** How it refuses what it doesn't know yet: grammar, feature, function, parameter. */
const unknownForm = ['42601', '0A000', '42883', '22023', '42704', '42809'];

export const NEEDS_NO_TRANSACTION = '25001';

export function compare(form: Form, predicted: Prediction, seen: Observation): readonly string[] {
  const { refused } = seen;
  if (predicted.needs !== undefined) {
    const known = refused !== undefined && unknownForm.includes(refused);
    return known ? [] : [`said to need PostgreSQL ${predicted.needs}, but ${refused ?? 'it ran'}`];
  }
  if (form.fails !== undefined) {
    if (!predicted.fails.has(form.fails)) return [`not said to fail because ${form.fails}`];
    return failures[form.fails].includes(refused ?? '')
      ? []
      : [`said to fail because ${form.fails}, but ${refused ?? 'it ran'}`];
  }
  if (refused !== undefined) return [`refused with ${refused}`];
  return [...compareLocks(predicted, seen), ...compareWork(predicted, seen)];
}

/**
 * ACCESS SHARE is no part of the claim: it is what every reader takes. Indexes and sequences follow their tables, so they
 * count only where something is said of them.
 */
function compareLocks(predicted: Prediction, seen: Observation): readonly string[] {
  const names = new Set([...predicted.locks.keys(), ...seen.tables.filter((name) => matters(seen.locks.get(name)))]);
  return [...names].flatMap((name) => {
    const said = predicted.locks.get(name);
    const was = seen.locks.get(name);
    // Which partitions a query touches, its plan decides.
    if (
      was === undefined &&
      predicted.work.get(name) === 'plan' &&
      !isStronger(said ?? 'ACCESS SHARE', 'ROW EXCLUSIVE')
    ) {
      return [];
    }
    return said === was || (!matters(said) && !matters(was))
      ? []
      : [`${name}: said ${said ?? 'no lock'}, was ${was ?? 'none'}`];
  });
}

function matters(mode: LockMode | undefined): boolean {
  return mode !== undefined && isStronger(mode, 'ACCESS SHARE');
}

function compareWork(predicted: Prediction, seen: Observation): readonly string[] {
  const names = new Set([...predicted.work.keys(), ...seen.work.keys()]);
  return [...names].flatMap((name) => {
    const said: Work = predicted.work.get(name) ?? 'none';
    const was: Work = seen.work.get(name) ?? 'none';
    if (said === was || said === 'plan') return [];
    // What is only read is no concern of others; and what another session reads can't be seen.
    if (was === 'scan' && !matters(seen.locks.get(name))) return [];
    if (seen.unread && (said === 'scan' || (said === 'rewrite' && was === 'files'))) return [];
    if (was === (predicted.atLeast.get(name) ?? 'none')) return [];
    return [`${name}: said ${said}, was ${was}`];
  });
}
