/** Dropping a constraint. */

import { dropConstraint as dropFromTable, findConstraint } from '../schema/constraints.ts';
import { defineOperation } from './definition.ts';
import { isKnown } from './operation.ts';
import { addConstraint, baseOf } from './restore.ts';
import { boolean, keyword, maybe, opCall, schemaArgument, string } from './write-python.ts';

export const dropConstraint = defineOperation({
  kind: 'drop_constraint',
  summary: 'Drops a constraint of a table.',
  calls: [],
  statements: {},
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
