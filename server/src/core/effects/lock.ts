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

/** How many of the strongest modes each one keeps waiting; the manual's table of conflicts is nearly a staircase. */
const conflicting: Readonly<Record<LockMode, number>> = {
  'ACCESS SHARE': 1,
  'ROW SHARE': 2,
  'ROW EXCLUSIVE': 4,
  'SHARE UPDATE EXCLUSIVE': 5,
  SHARE: 6,
  'SHARE ROW EXCLUSIVE': 6,
  EXCLUSIVE: 7,
  'ACCESS EXCLUSIVE': 8,
};

/** Whether two sessions can't hold these on one table at once; compared with every supported server. */
export function conflicts(a: LockMode, b: LockMode): boolean {
  // The one step out of line: indexes can be built side by side.
  if (a === 'SHARE' && b === 'SHARE') return false;
  return lockModes.indexOf(b) >= lockModes.length - conflicting[a];
}

/** What others can't do to the table while the lock is held. */
export interface Blocked {
  readonly reads: boolean;
  readonly writes: boolean;
  /** VACUUM, ANALYZE, concurrent index builds and every stronger change of the table. */
  readonly maintenance: boolean;
}

export function blocks(mode: LockMode): Blocked {
  return {
    reads: conflicts(mode, 'ACCESS SHARE'),
    writes: conflicts(mode, 'ROW EXCLUSIVE'),
    maintenance: conflicts(mode, 'SHARE UPDATE EXCLUSIVE'),
  };
}

/** `reads and writes`, `writes`, or undefined when neither waits. */
export function blockedWords(mode: LockMode): string | undefined {
  const { reads, writes } = blocks(mode);
  if (reads) return 'reads and writes';
  return writes ? 'writes' : undefined;
}

export function isStronger(a: LockMode, b: LockMode): boolean {
  return lockModes.indexOf(a) > lockModes.indexOf(b);
}
