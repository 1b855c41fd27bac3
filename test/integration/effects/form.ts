/** What is tried: one statement as a person writes it in a migration, and what is special about trying it. */

import type { Failure } from '../../../server/src/core/effects/facts.ts';

export interface Form {
  /** SQL, or a call of `op` or `batch_op` that Alembic turns into SQL. */
  readonly text: string;
  /** The rows of the seed make it fail in this way. */
  readonly fails?: Failure;
  /** A setting of the session. */
  readonly timeZone?: string;
  /** For what runs outside of transactions: the lock by which another session holds it up until its locks were read. */
  readonly heldUpBy?: 'ROW EXCLUSIVE' | 'ACCESS SHARE' | 'SHARE UPDATE EXCLUSIVE';
  /** The relation that is held up; by default the one that the prediction locks first. */
  readonly on?: string;
}

export type Forms = readonly (string | Form)[];

export function formOf(given: string | Form): Form {
  return typeof given === 'string' ? { text: given } : given;
}

export function isCall({ text }: Form): boolean {
  return /^\s*(op|with op)\./.test(text);
}
