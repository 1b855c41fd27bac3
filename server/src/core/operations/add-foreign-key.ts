/** Adding a foreign key. */

import type { Constraint } from '@pgsql/types';
import type { Catalogue, ConstraintState, Provenance } from '../schema/catalogue.ts';
import { putConstraint } from '../schema/constraints.ts';
import { tableOrUnseen } from '../schema/tables.ts';
import { stringsOf } from '../sql/names.ts';
import { callTable } from './call-form.ts';
import { columnList, foreignKeyOptions } from './constraint.ts';
import { foreignKeyState } from './declared.ts';
import { type BoundArguments, type CallReader, defineOperation, type Reading } from './definition.ts';
import { isOpaque, maybeBoolean, objectName, readTableName } from './given.ts';
import { type AddForeignKey, known } from './operation.ts';
import { dropConstraint, placeless } from './restore.ts';
import { constraintRange, notValid, readForeignKey } from './sql-constraints.ts';
import { alteredTable, type StatementContext } from './statement-context.ts';
import { referentialActions } from './write-column.ts';
import { boolean, keyword, maybe, nameOrNone, opCall, string, strings } from './write-python.ts';

const options = 'onupdate=None, ondelete=None, deferrable=None, initially=None, match=None';

export const addForeignKey = defineOperation({
  kind: 'add_foreign_key',
  summary: 'Adds a foreign key between two tables.',
  calls: [
    {
      name: 'create_foreign_key',
      op: `constraint_name, source_table, referent_table, local_cols, remote_cols, *, ${options}, source_schema=None, referent_schema=None, **kw`,
      batch: `constraint_name, referent_table, local_cols, remote_cols, *, referent_schema=None, ${options}, **kw`,
      read: readCall,
    },
  ],
  statements: { 'Constraint.CONSTR_FOREIGN': fromConstraint },
  apply: (catalogue, operation, by) => putConstraint(catalogue, operation.table, stateOf(operation, catalogue, by)),
  invert: (operation, before) =>
    dropConstraint(
      operation,
      'foreign-key',
      operation.constraint.name,
      () => stateOf(operation, before, placeless(operation)).name,
    ),
  python: ({ table, constraint, notValid }, style) => {
    const { referent, columns, referentColumns } = constraint;
    return opCall(style, 'create_foreign_key', [
      nameOrNone(constraint.name, style),
      string(table.name, style),
      string(referent.name, style),
      strings(columns, style),
      referentColumns.length === 0 ? undefined : strings(referentColumns, style),
      keyword('source_schema', table.schema !== undefined && string(table.schema, style)),
      keyword('referent_schema', referent.schema !== undefined && string(referent.schema, style)),
      ...referentialActions(constraint, style),
      keyword('postgresql_not_valid', maybe(notValid, boolean)),
    ]);
  },
});

function stateOf(operation: AddForeignKey, catalogue: Catalogue, by: Provenance): ConstraintState {
  const { table, constraint, notValid, origin } = operation;
  const around = { catalogue, origin: origin.kind };
  return foreignKeyState(tableOrUnseen(catalogue, table, by), constraint, around, by, known(notValid) !== true);
}

function fromConstraint(constraint: Constraint, context: StatementContext): Reading {
  const range = constraintRange(context, constraint);
  return {
    ...context.base,
    kind: 'add_foreign_key',
    table: alteredTable(context),
    constraint: readForeignKey(context, constraint, range, stringsOf(constraint.fk_attrs)),
    notValid: notValid(context, constraint),
    ...(constraint.is_enforced !== true ? { enforced: false } : {}),
  };
}

function readCall(args: BoundArguments, reader: CallReader): Reading {
  const { values } = args;
  const table = callTable(args, reader, 'source_table', 'source_schema');
  if (isOpaque(table)) return table;
  const referent = readTableName(values.get('referent_table'), values.get('referent_schema'), reader);
  if (isOpaque(referent)) return referent;
  const columns = columnList(values.get('local_cols'), reader);
  if (isOpaque(columns)) return columns;
  const referentColumns = columnList(values.get('remote_cols'), reader);
  if (isOpaque(referentColumns)) return referentColumns;
  const constraint = {
    ...foreignKeyOptions((name) => values.get(name), reader),
    name: objectName(values.get('constraint_name') ?? values.get('name'), reader),
    span: reader.base.span,
    columns: columns.map(({ value }) => value),
    referent,
    referentColumns: referentColumns.map(({ value }) => value),
  };
  const notValid = maybeBoolean(values.get('postgresql_not_valid'), reader);
  return { ...reader.base, kind: 'add_foreign_key', table, constraint, notValid };
}
