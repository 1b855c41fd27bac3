/** A limit to how long a statement may wait for its lock. */

import type { Operation } from '../../operations/operation.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { placeOf } from './batch.ts';
import { execute } from './code.ts';
import { setForSessions } from './environment.ts';
import { around, standsAlone } from './statement.ts';

/** Long enough for a busy moment, short enough for those who queue behind it. The upgrade can be tried again. */
export const usualLockTimeout = '5s';

/** In front of the statement. */
export function limitLockWait(
  { migration }: RuleContext,
  { origin, circumstance }: Operation,
  preferred = true,
): readonly Fix[] {
  const { text, style } = migration;
  if (style.op === undefined || !standsAlone(text, origin.call)) return [];
  // Outside of a transaction SET LOCAL has no effect.
  const local = circumstance.autocommit === undefined ? 'LOCAL ' : '';
  const line = execute(style, style.op, `SET ${local}lock_timeout = '${usualLockTimeout}'`);
  const place = circumstance.batch === undefined ? origin.call : placeOf(text, circumstance.batch);
  return [
    {
      title: 'Give up after a while instead of blocking everybody',
      preferred,
      edits: around(migration, place, [line], []),
    },
  ];
}

/** For every migration in env.py where that can be done, which is preferred; else in front of the statement. */
export function limitAllLockWaits(context: RuleContext, operation: Operation): readonly Fix[] {
  const title = `Set lock_timeout to ${usualLockTimeout} for all migrations, in env.py`;
  const inEnvironment = setForSessions(context, { name: 'lock_timeout', value: usualLockTimeout, title });
  return [...inEnvironment, ...limitLockWait(context, operation, inEnvironment.length === 0)];
}
