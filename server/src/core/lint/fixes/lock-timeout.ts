/** A limit to the time that a statement waits for its lock. */

import type { Operation } from '../../operations/operation.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { placeOf } from './batch.ts';
import { execute } from './code.ts';
import { around, standsAlone } from './statement.ts';

/** A lock that is not there within these seconds is given up; the upgrade can be tried again at a better moment. */
const seconds = 5;

export function limitLockWait({ migration }: RuleContext, { origin, circumstance }: Operation): readonly Fix[] {
  const { text, style } = migration;
  if (style.op === undefined || !standsAlone(text, origin.call)) return [];
  // Outside of a transaction SET LOCAL has no effect.
  const local = circumstance.autocommit === undefined ? 'LOCAL ' : '';
  const line = execute(style, style.op, `SET ${local}lock_timeout = '${seconds}s'`);
  const place = circumstance.batch === undefined ? origin.call : placeOf(text, circumstance.batch);
  return [
    {
      title: 'Give up after a while instead of blocking everybody',
      preferred: true,
      edits: around(migration, place, [line], []),
    },
  ];
}
