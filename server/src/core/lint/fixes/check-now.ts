/** The checks of deferred constraints, made before a statement rather than at the end. */

import type { Operation } from '../../operations/operation.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { placeOf } from './batch.ts';
import { execute } from './code.ts';
import { around, standsAlone } from './statement.ts';

export function checkNow({ migration }: RuleContext, { origin, circumstance }: Operation): readonly Fix[] {
  const { text, style } = migration;
  const isInside = origin.kind === 'sql' && origin.index > 0;
  if (style.op === undefined || isInside || !standsAlone(text, origin.call)) return [];
  const place = circumstance.batch === undefined ? origin.call : placeOf(text, circumstance.batch);
  const edits = around(migration, place, [execute(style, style.op, 'SET CONSTRAINTS ALL IMMEDIATE')], []);
  return [{ title: 'Check the deferred constraints first', preferred: true, edits }];
}
