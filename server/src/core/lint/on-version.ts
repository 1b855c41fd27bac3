/** How a message names the version of PostgreSQL that it holds for, and that nobody has said which one it is. */

import type { Effect } from '../effects/effects.ts';
import type { RuleContext } from './rule.ts';

type Judged = Pick<RuleContext, 'postgresVersion' | 'postgresVersionOrigin'>;

/** `on PostgreSQL 16`, for a sentence that isn't true of every version, or not said for every one. */
export function onVersion({ postgresVersion, postgresVersionOrigin }: Judged): string {
  const assumed = postgresVersionOrigin === 'default' ? ' (assumed: set postgres-version)' : '';
  return `on PostgreSQL ${postgresVersion}${assumed}`;
}

/** The same with a space before it, where versions differ in the effect that is spoken of; else nothing. */
export function onVersionOf(effect: Effect, judged: Judged): string {
  return effect.fact.before === undefined ? '' : ` ${onVersion(judged)}`;
}
