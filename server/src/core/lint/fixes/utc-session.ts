/** The session's time zone set to UTC before a change between the two kinds of timestamp. */

import type { OperationOf } from '../../operations/operation.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { placeOf } from './batch.ts';
import { execute } from './code.ts';
import { around, standsAlone } from './statement.ts';

export function utcSession(
  { migration }: RuleContext,
  { origin, circumstance }: OperationOf<'alter_column'>,
): readonly Fix[] {
  const { text, style } = migration;
  if (style.op === undefined || circumstance.autocommit !== undefined || !standsAlone(text, origin.call)) return [];
  const set = execute(style, style.op, "SET LOCAL TimeZone = 'UTC'");
  const place = circumstance.batch === undefined ? origin.call : placeOf(text, circumstance.batch);
  return [{ title: 'Read the old values as UTC', preferred: true, edits: around(migration, place, [set], []) }];
}
