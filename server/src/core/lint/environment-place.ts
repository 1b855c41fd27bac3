/** Where something about env.py is said: findings stand in revisions, so the newest one speaks for it, once. */

import type { Span } from '../text/span.ts';
import type { Related, RuleContext } from './rule.ts';

/** The id of the newest revision; undefined in any other, and where no env.py could be read. */
export function placeForEnvironment({ migration, graph, environment }: RuleContext): Span | undefined {
  const { revision } = migration.header;
  const isNewest = revision !== undefined && graph.heads[0] === revision.value;
  return isNewest && environment.script !== undefined ? revision.span : undefined;
}

/** The call of env.py that is meant. */
export function inEnvironment(
  { environment: { script } }: RuleContext,
  call: 'configures' | 'engines',
): readonly Related[] {
  const [first] = script?.[call] ?? [];
  if (script === undefined || first === undefined) return [];
  return [{ message: 'It is decided here.', file: script.file, span: first.span }];
}
