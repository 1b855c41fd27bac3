/** Renaming a table. */

import { renameTable as renameInCatalogue } from '../schema/tables.ts';
import { defineOperation } from './definition.ts';
import { baseOf, located } from './restore.ts';
import { opCall, schemaArgument, string } from './write-python.ts';

export const renameTable = defineOperation({
  kind: 'rename_table',
  summary: 'Gives a table a new name; code that still uses the old one fails.',
  calls: [],
  statements: {},
  apply: (catalogue, { table, newName }, by) => renameInCatalogue(catalogue, table, newName.value, by),
  invert: (operation) => {
    const { table, newName } = operation;
    const renamed = { ...table, name: newName.value, span: newName.span };
    const back = located(table.name, table.span);
    return { operations: [{ ...baseOf(operation), kind: 'rename_table', table: renamed, newName: back }] };
  },
  python: ({ table, newName }, style) =>
    opCall(style, 'rename_table', [
      string(table.name, style),
      string(newName.value, style),
      schemaArgument(table, style),
    ]),
});
