/** Adding a column. */

import type { AlterTableCmd } from '@pgsql/types';
import { findTable } from '../schema/catalogue.ts';
import { putColumn } from '../schema/columns.ts';
import { changeTable } from '../schema/tables.ts';
import { callTable } from './call-form.ts';
import { readColumnCall } from './column.ts';
import { columnState, withColumnMembers, withSequencesOf, withTableConstraint } from './declared.ts';
import { defineOperation, type Reading } from './definition.ts';
import { isOpaque, isTrue } from './given.ts';
import type { ColumnDefinition } from './operation.ts';
import { baseOf, located } from './restore.ts';
import { readColumnDef } from './sql-columns.ts';
import { alteredTable, type StatementContext } from './statement-context.ts';
import { writeColumn } from './write-column.ts';
import { boolean, keyword, opCall, schemaArgument, string } from './write-python.ts';

export const addColumn = defineOperation({
  kind: 'add_column',
  summary: 'Adds a column to a table.',
  calls: [
    {
      name: 'add_column',
      op: 'table_name, column, *, schema=None, if_not_exists=None, inline_references=None, inline_primary_key=None',
      batch:
        'column, *, insert_before=None, insert_after=None, if_not_exists=None, inline_references=None, inline_primary_key=None',
      read: (args, reader) => {
        const table = callTable(args, reader);
        if (isOpaque(table)) return table;
        const given = args.values.get('column');
        const column = given ? readColumnCall(given, reader) : { opaque: 'no column is given' };
        if (isOpaque(column)) return column;
        const ifNotExists = isTrue(args.values.get('if_not_exists'));
        const inlineReferences = isTrue(args.values.get('inline_references'));
        const inlinePrimaryKey = isTrue(args.values.get('inline_primary_key'));
        return { ...reader.base, kind: 'add_column', table, column, ifNotExists, inlineReferences, inlinePrimaryKey };
      },
    },
  ],
  statements: { 'AlterTableCmd.AT_AddColumn': fromCommand },
  apply: (catalogue, operation, by) => {
    const { table, ifNotExists, inlineReferences, origin } = operation;
    if (ifNotExists && findTable(catalogue, table)?.columns.has(operation.column.name)) return catalogue;
    const column = inlineReferences && origin.kind !== 'sql' ? withoutKeyNames(operation.column) : operation.column;
    const put = putColumn(catalogue, table, columnState(column, by));
    const added = withSequencesOf(put, { table, columns: [column], constraints: [], origin }, by);
    return changeTable(added, table, by, (it) => {
      const after = withColumnMembers(it, column, { catalogue, origin: origin.kind, inlineKeys: inlineReferences }, by);
      if (!column.primaryKey || !operation.inlinePrimaryKey) return after;
      const own = column.ownKeys?.find((key) => key.kind === 'primary-key');
      const key = { span: column.span, columns: [column.name], name: undefined, ...own, kind: 'primary-key' as const };
      // Inside ADD COLUMN it has no name but the server's.
      return withTableConstraint(after, key, { catalogue, origin: 'sql' }, by);
    });
  },
  invert: (operation) => {
    const { table, column, ifNotExists } = operation;
    const shared = { ...baseOf(operation), table, ifExists: ifNotExists, cascade: false };
    return { operations: [{ ...shared, kind: 'drop_column', column: located(column.name, column.nameSpan) }] };
  },
  python: ({ table, column, ifNotExists, inlineReferences, inlinePrimaryKey }, style) =>
    opCall(style, 'add_column', [
      string(table.name, style),
      writeColumn(column, style),
      schemaArgument(table, style),
      keyword('if_not_exists', ifNotExists && boolean(true)),
      keyword('inline_references', inlineReferences && column.foreignKeys.length > 0 && boolean(true)),
      keyword('inline_primary_key', inlinePrimaryKey === true && column.primaryKey && boolean(true)),
    ]),
});

/** Alembic loses the name of a foreign key that it renders inside ADD COLUMN. */
function withoutKeyNames(column: ColumnDefinition): ColumnDefinition {
  return { ...column, foreignKeys: column.foreignKeys.map((key) => ({ ...key, name: undefined })) };
}

function fromCommand({ def, missing_ok }: AlterTableCmd, context: StatementContext): Reading {
  if (!def || !('ColumnDef' in def)) return [];
  return {
    ...context.base,
    kind: 'add_column',
    table: alteredTable(context),
    column: readColumnDef(context, def.ColumnDef),
    ifNotExists: missing_ok ?? false,
    inlineReferences: true,
    inlinePrimaryKey: true,
  };
}
