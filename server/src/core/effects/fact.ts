/** What a fact about a form of statement says, and the shorthand in which the tables of facts are written. */

import type { LockMode } from './lock.ts';

/**
 * Which relations of a statement a lock is on. `table` is the one that is named, `other` the second one: what a foreign
 * key refers to, the partition of a parent, the parent of a partition. The rest is found in the catalogue.
 */
export type Role =
  | 'table'
  | 'other'
  /** The partitions and heirs of `table`, at every level. */
  | 'below'
  /** The DEFAULT partition of `table`. */
  | 'default'
  /** The tables whose foreign keys refer to `table`. */
  | 'referencing';

/** What happens to rows under the lock, from nothing to writing every one. `plan`: whatever the query's plan reads. */
export type Work = 'none' | 'plan' | 'scan' | 'build' | 'files' | 'rewrite';

/** What the rows that are there must not hold. */
export type Failure =
  | 'rows-exist'
  | 'nulls-exist'
  | 'duplicates-exist'
  | 'violations-exist'
  /** A value that the new type can't hold. */
  | 'values-unfit';

export interface Fact {
  /** The form in SQL, for people. */
  readonly form: string;
  readonly locks: Readonly<Partial<Record<Role, LockMode>>>;
  /** What is done to `table`, or to its partitions where it has some. */
  readonly work: Work;
  /** What is done to other relations. */
  readonly elsewhere?: Readonly<Partial<Record<Role, Work>>>;
  /** Circumstances that spare the work. */
  readonly unless?: string;
  readonly fails?: readonly Failure[];
  /** The server refuses it inside a transaction block. */
  readonly alone?: boolean;
  /** The first major version that knows the form. */
  readonly since?: number;
  /** What older versions do differently. */
  readonly before?: { readonly version: number } & Readonly<Partial<Pick<Fact, 'locks' | 'work' | 'alone'>>>;
}

export const AE = 'ACCESS EXCLUSIVE';
export const SRE = 'SHARE ROW EXCLUSIVE';
export const SUE = 'SHARE UPDATE EXCLUSIVE';

type More = Partial<Omit<Fact, 'form' | 'work'>>;

/** A form that locks one table and, the same way, its partitions and heirs. */
export function deep(form: string, lock: LockMode, work: Work = 'none', { locks, ...more }: More = {}): Fact {
  return { form, work, locks: { table: lock, below: lock, ...locks }, ...more };
}

/** A form that leaves partitions and heirs alone. */
export function flat(form: string, lock: LockMode, work: Work = 'none', { locks, ...more }: More = {}): Fact {
  return { form, work, locks: { table: lock, ...locks }, ...more };
}

/** A form that locks no table by itself. */
export function free(form: string, more: More = {}): Fact {
  return { form, work: 'none', locks: {}, ...more };
}
