/** The name of a constraint, in place of `None`. */

import type { OperationOf } from '../../operations/operation.ts';
import { replacement } from '../../text/edit.ts';
import { argumentSite } from '../place.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { literal } from './code.ts';

export function nameConstraint(
  { migration }: RuleContext,
  operation: OperationOf<'drop_constraint'>,
  name: string,
): readonly Fix[] {
  const site = argumentSite(operation, 'constraint_name');
  if (site === undefined) return [];
  const edits = [replacement(site.valueSpan, literal(migration.style, name))];
  return [{ title: `Drop ${name}`, preferred: true, edits }];
}
