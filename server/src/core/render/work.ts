/** What a statement does to tables, boiled down from the effects of its operation. */

import type { Effect } from '../effects/effects.ts';
import type { Lock } from '../effects/lock.ts';
import { type QualifiedName, tableKey } from '../schema/catalogue.ts';

export interface TableWork {
  /** Each once. */
  readonly locks: readonly Lock[];
  /** Tables that are written anew, row by row or file by file. */
  readonly rewrites: readonly QualifiedName[];
  /** Tables that are read in full, to check them or to build an index. */
  readonly scans: readonly QualifiedName[];
}

export const noWork: TableWork = { locks: [], rewrites: [], scans: [] };

export function workOf(effects: readonly Effect[]): TableWork {
  const done = effects.flatMap((effect) => effect.work);
  return {
    locks: once(
      effects.flatMap((effect) => effect.locks),
      ({ relation, mode }) => `${tableKey(relation)} ${mode}`,
    ),
    rewrites: once(
      done.filter(({ work }) => work === 'rewrite' || work === 'files').map(({ relation }) => relation),
      tableKey,
    ),
    scans: once(
      done.filter(({ work }) => work === 'scan' || work === 'build').map(({ relation }) => relation),
      tableKey,
    ),
  };
}

function once<T>(items: readonly T[], key: (item: T) => string): readonly T[] {
  return [...new Map(items.map((item) => [key(item), item])).values()];
}
