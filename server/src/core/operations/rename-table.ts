/** Renaming a table. */

import type { RenameStmt } from '@pgsql/types';
import { renameTable as renameInCatalogue } from '../schema/tables.ts';
import { findWords } from '../sql/source.ts';
import { defineOperation, type Reading } from './definition.ts';
import { baseOf, located } from './restore.ts';
import { locatedName, type StatementContext, tableName } from './statement-context.ts';
import { opCall, schemaArgument, string } from './write-python.ts';

export const renameTable = defineOperation({
  kind: 'rename_table',
  summary: 'Gives a table a new name; code that still uses the old one fails.',
  calls: [],
  statements: { 'RenameStmt.OBJECT_TABLE': fromStatement },
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

function fromStatement({ relation, newname = '' }: RenameStmt, context: StatementContext): Reading {
  const { source } = context;
  const to = findWords(source, source.offset(relation?.location), ['rename', 'to']);
  return {
    ...context.base,
    kind: 'rename_table',
    table: tableName(context, relation),
    newName: locatedName(context, [newname], to?.end ?? source.start),
  };
}
