/** Adding a CHECK constraint. */

import type { Constraint } from '@pgsql/types';
import type { Catalogue, ConstraintState, Provenance } from '../schema/catalogue.ts';
import { putConstraint } from '../schema/constraints.ts';
import { tableOrUnseen } from '../schema/tables.ts';
import { callTable } from './call-form.ts';
import { checkCondition } from './constraint.ts';
import { checkState } from './declared.ts';
import { defineOperation, type Reading } from './definition.ts';
import { isOpaque, maybeBoolean, objectName } from './given.ts';
import { type AddCheck, known } from './operation.ts';
import { dropConstraint, placeless } from './restore.ts';
import { constraintRange, notValid, readCheck } from './sql-constraints.ts';
import { alteredTable, type StatementContext } from './statement-context.ts';
import { boolean, escapeBinds, keyword, maybe, nameOrNone, opCall, schemaArgument, string } from './write-python.ts';

export const addCheck = defineOperation({
  kind: 'add_check',
  summary: 'Adds a CHECK constraint to a table.',
  calls: [
    {
      name: 'create_check_constraint',
      op: 'constraint_name, table_name, condition, *, schema=None, **kw',
      batch: 'constraint_name, condition, **kw',
      read: (args, reader) => {
        const table = callTable(args, reader);
        if (isOpaque(table)) return table;
        const name = objectName(args.values.get('constraint_name'), reader);
        const condition = checkCondition(args.values.get('condition'), reader);
        const notValid = maybeBoolean(args.values.get('postgresql_not_valid'), reader);
        return {
          ...reader.base,
          kind: 'add_check',
          table,
          constraint: { span: reader.base.span, name, ...condition },
          notValid,
        };
      },
    },
  ],
  statements: { 'Constraint.CONSTR_CHECK': fromConstraint },
  apply: (catalogue, operation, by) => putConstraint(catalogue, operation.table, stateOf(operation, catalogue, by)),
  invert: (operation, before) =>
    dropConstraint(
      operation,
      'check',
      operation.constraint.name,
      () => stateOf(operation, before, placeless(operation)).name,
    ),
  python: ({ table, constraint, notValid }, style) =>
    opCall(style, 'create_check_constraint', [
      nameOrNone(constraint.name, style),
      string(table.name, style),
      constraint.sql === undefined ? undefined : string(escapeBinds(constraint.sql), style),
      schemaArgument(table, style),
      keyword('postgresql_not_valid', maybe(notValid, boolean)),
    ]),
});

function stateOf(
  { table, constraint, notValid, origin }: AddCheck,
  catalogue: Catalogue,
  by: Provenance,
): ConstraintState {
  const around = { catalogue, origin: origin.kind };
  return checkState(tableOrUnseen(catalogue, table, by), constraint, around, {
    by,
    validated: known(notValid) !== true,
  });
}

function fromConstraint(constraint: Constraint, context: StatementContext): Reading {
  return {
    ...context.base,
    kind: 'add_check',
    table: alteredTable(context),
    constraint: readCheck(context, constraint, constraintRange(context, constraint)),
    notValid: notValid(context, constraint),
    ...(constraint.is_enforced !== true ? { enforced: false } : {}),
  };
}
