/** A change of a type while the checks of its column are away; they come back NOT VALID and are validated later. */

import type { Operation, OperationOf } from '../../operations/operation.ts';
import { addConstraint, baseOf } from '../../operations/restore.ts';
import { writeOperation } from '../../operations/write.ts';
import { type ConstraintState, findTable } from '../../schema/catalogue.ts';
import { involves } from '../../schema/columns.ts';
import type { Fix, NewFile, RuleContext, Step } from '../rule.ts';
import { placeOf } from './batch.ts';
import { around, standsAlone } from './statement.ts';
import { validationLater } from './validate-later.ts';

type Check = Extract<ConstraintState, { kind: 'check' }>;

export function withoutChecks(
  context: RuleContext,
  { before }: Step,
  operation: OperationOf<'alter_column'>,
): readonly Fix[] {
  const { migration } = context;
  const { table, column, origin, circumstance } = operation;
  const checks = (findTable(before, table)?.constraints ?? []).flatMap((each) =>
    each.kind === 'check' && involves(each, column.value) ? [each] : [],
  );
  const [check, ...others] = checks;
  // Two validations would be two revisions behind each other.
  if (check?.name === undefined || others.length > 0 || !standsAlone(migration.text, origin.call)) return [];
  const written = dropAndAdd(context, operation, check, check.name);
  if (written === undefined) return [];
  const { inAutocommit, created } = validationLater(context, table, check.name);
  const place = circumstance.batch === undefined ? origin.call : placeOf(migration.text, circumstance.batch);
  const after = created === undefined ? [...written.add, ...inAutocommit] : written.add;
  const creates: readonly NewFile[] = created === undefined ? [] : [created];
  const title = `Take ${check.name} away meanwhile, and validate it later`;
  return [{ title, preferred: true, edits: around(migration, place, written.drop, after), creates }];
}

function dropAndAdd(
  { migration }: RuleContext,
  operation: OperationOf<'alter_column'>,
  check: Check,
  name: string,
): { readonly drop: readonly string[]; readonly add: readonly string[] } | undefined {
  const { style } = migration;
  const { table, span } = operation;
  const base = { ...baseOf(operation), circumstance: {} };
  const again = addConstraint(table, { ...check, validated: false }, base);
  const gone: Operation = {
    ...base,
    kind: 'drop_constraint',
    table,
    name: { value: name, span },
    constraintType: 'check',
    ifExists: false,
    cascade: false,
  };
  const drop = writeOperation(gone, style);
  const [first] = 'operations' in again ? again.operations : [];
  const add = first && writeOperation(first, style);
  return drop === undefined || add === undefined ? undefined : { drop, add };
}
