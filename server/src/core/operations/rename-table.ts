/** Renaming a table. */

import type { RenameStmt } from '@pgsql/types';
import { findWords } from '../sql/source.ts';
import { callTable } from './call-form.ts';
import { qualified } from './declared.ts';
import { defineOperation, type Reading } from './definition.ts';
import { isOpaque, locatedString, unknownValue } from './given.ts';
import { renameRelation } from './objects/table.ts';
import { baseOf, located } from './restore.ts';
import { locatedName, type StatementContext, tableName } from './statement-context.ts';
import { opCall, schemaArgument, string } from './write-python.ts';

export const renameTable = defineOperation({
  kind: 'rename_table',
  summary: 'Gives a table a new name; code that still uses the old one fails.',
  calls: [
    {
      name: 'rename_table',
      op: 'old_table_name, new_table_name, *, schema=None',
      read: (args, reader) => {
        const table = callTable(args, reader, 'old_table_name');
        if (isOpaque(table)) return table;
        const given = args.values.get('new_table_name');
        const newName = locatedString(given);
        if (!newName) {
          return {
            opaque: given
              ? `the new name is not known: ${unknownValue(given, reader).unknown}`
              : 'no new name is given',
          };
        }
        return { ...reader.base, kind: 'rename_table', table, newName };
      },
    },
  ],
  statements: { 'RenameStmt.OBJECT_TABLE': fromStatement },
  apply: (catalogue, { table, newName }, by) => renameRelation(catalogue, qualified(table), newName.value, by),
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
