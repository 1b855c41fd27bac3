/** Dropping a column. */

import type { AlterTableCmd } from '@pgsql/types';
import { type Catalogue, type ColumnState, findTable, tableKey } from '../schema/catalogue.ts';
import { dropColumn as dropFromTable, indexInvolves, involves } from '../schema/columns.ts';
import { tablesReferringTo } from '../schema/referrers.ts';
import { quoteIdentifier, quoteQualified } from '../sql/quote.ts';
import { callTable } from './call-form.ts';
import { defineOperation, type Inverse, type Reading } from './definition.ts';
import { isOpaque, isTrue, locatedString, unknownValue } from './given.ts';
import type { ColumnDefinition, DropColumn } from './operation.ts';
import { addConstraint, baseOf, columnDefinition, createIndex, joined, located } from './restore.ts';
import { alteredTable, locatedName, type StatementContext } from './statement-context.ts';
import { boolean, executeSql, keyword, opCall, schemaArgument, string } from './write-python.ts';

export const dropColumn = defineOperation({
  kind: 'drop_column',
  summary: 'Drops a column with its data.',
  calls: [
    {
      name: 'drop_column',
      op: 'table_name, column_name, *, schema=None, **kw',
      batch: 'column_name, **kw',
      read: (args, reader) => {
        const table = callTable(args, reader);
        if (isOpaque(table)) return table;
        const given = args.values.get('column_name');
        const column = locatedString(given);
        if (!column) {
          return {
            opaque: given
              ? `the column's name is not known: ${unknownValue(given, reader).unknown}`
              : 'no column is named',
          };
        }
        const ifExists = isTrue(args.values.get('if_exists'));
        return { ...reader.base, kind: 'drop_column', table, column, ifExists, cascade: false };
      },
    },
  ],
  statements: { 'AlterTableCmd.AT_DropColumn': fromCommand },
  apply: (catalogue, { table, column }) => dropFromTable(catalogue, table, column.value),
  invert: (operation, before) => invert(operation, before),
  python: ({ table, column, ifExists, cascade }, style) => {
    // Alembic's own call knows no CASCADE.
    if (cascade)
      return executeSql(
        style,
        `ALTER TABLE ${quoteQualified(table)} DROP COLUMN ${ifExists ? 'IF EXISTS ' : ''}${quoteIdentifier(column.value)} CASCADE`,
      );
    return opCall(style, 'drop_column', [
      string(table.name, style),
      string(column.value, style),
      schemaArgument(table, style),
      keyword('if_exists', ifExists && boolean(true)),
    ]);
  },
});

/** The column again, then the constraints and indexes that went with it, those of other tables last. */
function invert(operation: DropColumn, before: Catalogue): Inverse {
  const name = operation.column.value;
  const table = findTable(before, operation.table);
  const column = table?.columns.get(name);
  if (table === undefined || column === undefined) {
    return { irreversible: `no migration made the column ${operation.table.name}.${name}, so its type is not known` };
  }
  const base = baseOf(operation);
  const added: Inverse = {
    operations: [
      {
        ...base,
        kind: 'add_column',
        table: operation.table,
        column: numbered(columnDefinition(column, before, operation.span), column),
        ifNotExists: false,
        inlineReferences: false,
      },
    ],
  };
  const constraints = table.constraints.filter((one) => involves(one, name));
  const indexes = table.indexes.filter((one) => indexInvolves(one, name));
  const others = tablesReferringTo(before, table).flatMap((other) =>
    other === table
      ? []
      : other.constraints
          .filter((one) => one.kind === 'foreign-key' && tableKey(one.referent) === tableKey(table))
          .filter((one) => one.kind === 'foreign-key' && one.referentColumns.includes(name))
          .map((one) => addConstraint(other, one, base)),
  );
  return joined([
    added,
    ...constraints.map((one) => addConstraint(table, one, base)),
    ...indexes.map((one) => createIndex(table, one, base)),
    ...others,
  ]);
}

/** Alembic writes a serial type for a key column alone; it makes no key of it in ADD COLUMN. */
function numbered(definition: ColumnDefinition, column: ColumnState): ColumnDefinition {
  if (column.serial === undefined) return definition;
  return { ...definition, primaryKey: true, autoincrement: located(true, definition.span) };
}

function fromCommand({ name = '', behavior, missing_ok }: AlterTableCmd, context: StatementContext): Reading {
  return {
    ...context.base,
    kind: 'drop_column',
    table: alteredTable(context),
    column: locatedName(context, [name], context.part.start),
    ifExists: missing_ok ?? false,
    cascade: behavior === 'DROP_CASCADE',
  };
}
