/** A foreign key or check that holds for new rows at once and is validated for old ones without blocking anybody. */

import { known, type OperationOf } from '../../operations/operation.ts';
import type { QualifiedName } from '../../schema/catalogue.ts';
import { type Edit, insertion, replacement } from '../../text/edit.ts';
import { contains } from '../../text/span.ts';
import type { Fix, NewFile, RuleContext } from '../rule.ts';
import { placeOf } from './batch.ts';
import { autocommit, execute, identifier, tableInSql } from './code.ts';
import { wrapInAutocommit } from './concurrent-index.ts';
import { followUp } from './follow-up.ts';
import { around, endOfLine, setArgument, standsAlone, startOfLine } from './statement.ts';

type Constraint = OperationOf<'add_foreign_key'> | OperationOf<'add_check'>;

/**
 * Preferred is a revision of its own for the validation: when it finds a bad row, this one is recorded as done, and the
 * next upgrade tries the validation alone again.
 */
export function validateLater(context: RuleContext, operation: Constraint): readonly Fix[] {
  const { migration } = context;
  const { op } = migration.style;
  const name = known(operation.constraint.name);
  const notValid = markNotValid(context, operation);
  if (op === undefined || name === undefined || notValid.length === 0) return [];
  const { inAutocommit: validation, created } = validationLater(context, operation.table, name);
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

/** A revision that validates the constraint, behind the newest one. */
export function validationRevision(context: RuleContext, table: QualifiedName, name: string): readonly Fix[] {
  const created = newValidation(context, table, name);
  if (created === undefined) return [];
  return [{ title: `Add a revision that validates ${name}`, preferred: true, edits: [], creates: [created] }];
}

/** Moves a validation into a revision of its own; where the history branches, into a transaction of its own. */
export function validateApart(context: RuleContext, operation: OperationOf<'validate_constraint'>): readonly Fix[] {
  const { table, name, origin } = operation;
  const { text } = context.migration;
  const created = newValidation(context, table, name.value);
  const alone = origin.kind === 'sql' && origin.count === 1 && operation.circumstance.loop === undefined;
  const wrapped = wrapInAutocommit(context, operation);
  if (created === undefined || !alone || !standsAlone(text, origin.call)) return wrapped;
  const { statement } = origin.call;
  const removal = replacement(
    { start: startOfLine(text, statement.start) - 1, end: endOfLine(text, statement.end) },
    '',
  );
  const title = `Validate ${name.value} in a revision of its own`;
  return [
    { title, preferred: true, edits: [removal], creates: [created] },
    ...wrapped.map((fix) => ({ ...fix, preferred: false })),
  ];
}

function newValidation(context: RuleContext, table: QualifiedName, name: string): NewFile | undefined {
  const { style } = context.migration;
  const { op } = style;
  if (op === undefined) return undefined;
  return followUp(context, {
    message: `Validate ${name}`,
    upgrade: autocommit(style, op, [execute(style, op, validationOf(table, name))]),
    downgrade: ['# A validated constraint needs no undoing: the revision that adds it drops it.', 'pass'],
  });
}

function validationOf(table: QualifiedName, name: string): string {
  return `ALTER TABLE ${tableInSql(table)} VALIDATE CONSTRAINT ${identifier(name)}`;
}

/** The validation of a constraint as lines for the same revision, and as a revision of its own where there can be one. */
export function validationLater(
  context: RuleContext,
  table: QualifiedName,
  name: string,
): { readonly inAutocommit: readonly string[]; readonly created: NewFile | undefined } {
  const { style } = context.migration;
  const inAutocommit = autocommit(style, style.op ?? 'op', [
    execute(style, style.op ?? 'op', validationOf(table, name)),
  ]);
  return { inAutocommit, created: newValidation(context, table, name) };
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
