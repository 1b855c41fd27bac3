/** What a run has done to the database, in words, from the state before and after it. */

import type { DatabaseStateData, RunData } from '../protocol/messages.ts';

export interface Ended {
  readonly outcome: RunData['outcome'];
  /** Whether the user asked for an end. */
  readonly interrupted: boolean;
  readonly before: readonly string[];
  readonly after: DatabaseStateData;
  /** The revision that had begun last, and whether it commits parts of itself early. */
  readonly running: { readonly id: string; readonly autocommit: boolean } | undefined;
}

/** One or two sentences; never more than what was read back. */
export function describeOutcome(ended: Ended): string {
  return [interruption(ended), state(ended), leftovers(ended)].filter((sentence) => sentence !== '').join(' ');
}

/** `a1b2`, `a1b2 and c3d4`, or that nothing has been applied. */
export function standsAt(rows: readonly string[]): string {
  return rows.length === 0 ? 'before the first revision' : `at ${rows.join(' and ')}`;
}

function interruption({ outcome, interrupted }: Ended): string {
  if (!interrupted) return '';
  return outcome === 'succeeded' ? 'It had finished before the interrupt took effect.' : 'The run was interrupted.';
}

function state({ outcome, before, after }: Ended): string {
  if (after.kind === 'unknown')
    return `The state of the database could not be read afterwards: ${after.failure.message}`;
  const { label } = after.target;
  if (before.join() !== after.rows.join()) return `The database ${label} stands ${standsAt(after.rows)} now.`;
  return outcome === 'succeeded'
    ? `The database ${label} stands ${standsAt(after.rows)}; there was nothing to do.`
    : `The database ${label} still stands ${standsAt(after.rows)}.`;
}

/** Work outside Alembic's transaction stays although the version row does not say so. */
function leftovers({ outcome, running }: Ended): string {
  if (outcome === 'succeeded' || running === undefined || !running.autocommit) return '';
  return `Revision ${running.id} works outside a transaction in places, so parts of it may have been done: look before running it again.`;
}
