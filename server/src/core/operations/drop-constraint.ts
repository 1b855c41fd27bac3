/** Dropping a constraint. */

import type { AlterTableCmd } from '@pgsql/types';
import { dropConstraint as dropFromTable, findConstraint } from '../schema/constraints.ts';
import { defineOperation, type Reading } from './definition.ts';
import { isKnown } from './operation.ts';
import { addConstraint, baseOf } from './restore.ts';
import { alteredTable, maybeName, type StatementContext } from './statement-context.ts';
import { boolean, keyword, maybe, opCall, schemaArgument, string } from './write-python.ts';

export const dropConstraint = defineOperation({
  kind: 'drop_constraint',
  summary: 'Drops a constraint of a table.',
  calls: [],
  statements: { 'AlterTableCmd.AT_DropConstraint': fromCommand },
  apply: (catalogue, { table, name }) => (isKnown(name) ? dropFromTable(catalogue, table, name.value) : catalogue),
  invert: (operation, before) => {
    const { table, name } = operation;
    if (!isKnown(name)) return { irreversible: `the name of a constraint on ${table.name} is not known` };
    const constraint = findConstraint(before, table, name.value);
    if (constraint !== undefined) return addConstraint(table, constraint, baseOf(operation));
    return { irreversible: `no migration made the constraint ${name.value}, so its definition is not known` };
  },
  python: ({ table, name, constraintType, ifExists }, style) =>
    opCall(style, 'drop_constraint', [
      name === undefined ? undefined : maybe(name, (it) => string(it, style)),
      string(table.name, style),
      keyword('type_', constraintType !== undefined && string(typeNames[constraintType], style)),
      schemaArgument(table, style),
      keyword('if_exists', ifExists && boolean(true)),
    ]),
});

/** What Alembic's `type_` calls them. */
const typeNames = { 'foreign-key': 'foreignkey', 'primary-key': 'primary', unique: 'unique', check: 'check' };

function fromCommand({ name, behavior, missing_ok }: AlterTableCmd, context: StatementContext): Reading {
  return {
    ...context.base,
    kind: 'drop_constraint',
    table: alteredTable(context),
    name: maybeName(context, name, context.part.start),
    constraintType: undefined,
    ifExists: missing_ok ?? false,
    cascade: behavior === 'DROP_CASCADE',
  };
}
