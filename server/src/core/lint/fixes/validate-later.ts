/** A foreign key or check that holds for new rows at once and is validated for old ones without blocking anybody. */

import { known, type OperationOf } from '../../operations/operation.ts';
import { type Edit, insertion } from '../../text/edit.ts';
import { contains } from '../../text/span.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { placeOf } from './batch.ts';
import { autocommit, execute, identifier, tableInSql } from './code.ts';
import { followUp } from './follow-up.ts';
import { around, setArgument, standsAlone } from './statement.ts';

type Constraint = OperationOf<'add_foreign_key'> | OperationOf<'add_check'>;

/**
 * Preferred is a revision of its own for the validation: when it finds a bad row, this one is recorded as done, and the
 * next upgrade tries the validation alone again.
 */
export function validateLater(context: RuleContext, operation: Constraint): readonly Fix[] {
  const { migration } = context;
  const { style } = migration;
  const { op } = style;
  const name = known(operation.constraint.name);
  const notValid = markNotValid(context, operation);
  if (op === undefined || name === undefined || notValid.length === 0) return [];
  const sql = `ALTER TABLE ${tableInSql(operation.table)} VALIDATE CONSTRAINT ${identifier(name)}`;
  const validation = autocommit(style, op, [execute(style, op, sql)]);
  const created = followUp(context, {
    message: `Validate ${name}`,
    upgrade: validation,
    downgrade: ['# A validated constraint needs no undoing: the revision that adds it drops it.', 'pass'],
  });
  const later: readonly Fix[] =
    created === undefined
      ? []
      : [
          {
            title: `Add ${name} as NOT VALID, and a revision that validates it`,
            preferred: true,
            edits: notValid,
            creates: [created],
          },
        ];
  return [...later, ...sameRevision(context, operation, notValid, validation, later.length === 0)];
}

function sameRevision(
  { migration }: RuleContext,
  { origin, circumstance, constraint }: Constraint,
  notValid: readonly Edit[],
  validation: readonly string[],
  preferred: boolean,
): readonly Fix[] {
  const { text } = migration;
  if (!standsAlone(text, origin.call)) return [];
  const place = circumstance.batch === undefined ? origin.call : placeOf(text, circumstance.batch);
  const lines =
    circumstance.autocommit === undefined ? validation : validation.slice(1).map((line) => line.trimStart());
  const title = `Add ${known(constraint.name)} as NOT VALID and validate it in an autocommit block`;
  return [{ title, preferred, edits: [...notValid, ...around(migration, place, [], lines)] }];
}

function markNotValid({ migration }: RuleContext, operation: Constraint): readonly Edit[] {
  const { origin, constraint, span } = operation;
  if (origin.kind === 'sql')
    return contains(span, constraint.span) ? [insertion(constraint.span.end, ' NOT VALID')] : [];
  return setArgument(migration.text, origin.call, 'postgresql_not_valid', 'True');
}
