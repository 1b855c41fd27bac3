/** PostgreSQL's table locks: their order, what each blocks, and how one is named for a person. */

import type { QualifiedName } from '../schema/catalogue.ts';

/** From weakest to strongest, in the order of the manual's chapter "Explicit Locking". */
export const lockModes = [
  'ACCESS SHARE',
  'ROW SHARE',
  'ROW EXCLUSIVE',
  'SHARE UPDATE EXCLUSIVE',
  'SHARE',
  'SHARE ROW EXCLUSIVE',
  'EXCLUSIVE',
  'ACCESS EXCLUSIVE',
] as const;

export type LockMode = (typeof lockModes)[number];

export interface Lock {
  readonly relation: QualifiedName;
  readonly mode: LockMode;
}

/** What others can't do to the table while the lock is held; measured on PostgreSQL 13 to 18. */
export interface Blocked {
  readonly reads: boolean;
  readonly writes: boolean;
}

const blocked: Readonly<Record<LockMode, Blocked>> = {
  'ACCESS SHARE': { reads: false, writes: false },
  'ROW SHARE': { reads: false, writes: false },
  'ROW EXCLUSIVE': { reads: false, writes: false },
  'SHARE UPDATE EXCLUSIVE': { reads: false, writes: false },
  SHARE: { reads: false, writes: true },
  'SHARE ROW EXCLUSIVE': { reads: false, writes: true },
  EXCLUSIVE: { reads: false, writes: true },
  'ACCESS EXCLUSIVE': { reads: true, writes: true },
};

export function blocks(mode: LockMode): Blocked {
  return blocked[mode];
}

/** `reads and writes`, `writes`, or undefined when neither waits. */
export function blockedWords(mode: LockMode): string | undefined {
  const { reads, writes } = blocked[mode];
  if (reads) return 'reads and writes';
  return writes ? 'writes' : undefined;
}

export function isStronger(a: LockMode, b: LockMode): boolean {
  return lockModes.indexOf(a) > lockModes.indexOf(b);
}
