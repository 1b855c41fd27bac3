/** Dropping a table. */

import type { DropStmt } from '@pgsql/types';
import { type Catalogue, findTable, tableKey } from '../schema/catalogue.ts';
import { tablesReferringTo } from '../schema/referrers.ts';
import { dropTable as dropFromCatalogue } from '../schema/tables.ts';
import { quoteQualified } from '../sql/quote.ts';
import { callTable } from './call-form.ts';
import { defineOperation, type Inverse, type Reading } from './definition.ts';
import { isOpaque, isTrue } from './given.ts';
import type { CreateTable, DropTable } from './operation.ts';
import {
  addConstraint,
  baseOf,
  columnDefinition,
  constraintDefinition,
  createIndex,
  joined,
  located,
} from './restore.ts';
import { droppedNames, type StatementContext } from './statement-context.ts';
import { boolean, executeSql, keyword, opCall, schemaArgument, string } from './write-python.ts';

export const dropTable = defineOperation({
  kind: 'drop_table',
  summary: 'Drops a table with its rows.',
  calls: [
    {
      name: 'drop_table',
      op: 'table_name, *, schema=None, if_exists=None, **kw',
      read: (args, reader) => {
        const table = callTable(args, reader);
        if (isOpaque(table)) return table;
        const ifExists = isTrue(args.values.get('if_exists'));
        return { ...reader.base, kind: 'drop_table', table, ifExists, cascade: false };
      },
    },
  ],
  statements: { 'DropStmt.OBJECT_TABLE': fromStatement },
  apply: (catalogue, { table }) => dropFromCatalogue(catalogue, table),
  invert: (operation, before) => invert(operation, before),
  python: ({ table, ifExists, cascade }, style) => {
    // Alembic's own call knows no CASCADE.
    if (cascade) return executeSql(style, `DROP TABLE ${ifExists ? 'IF EXISTS ' : ''}${quoteQualified(table)} CASCADE`);
    return opCall(style, 'drop_table', [
      string(table.name, style),
      schemaArgument(table, style),
      keyword('if_exists', ifExists && boolean(true)),
    ]);
  },
});

/** The table as history knows it, then its indexes, what is not yet proven, and foreign keys that pointed at it. */
function invert(operation: DropTable, before: Catalogue): Inverse {
  const table = findTable(before, operation.table);
  if (!table?.whole) {
    return { irreversible: `not all columns of the table ${operation.table.name} are known from the migrations` };
  }
  if (table.partitioned || table.parents !== undefined || table.unlogged || table.temporary) {
    return { irreversible: `${operation.table.name} is partitioned, a child of another table, unlogged or temporary` };
  }
  const base = baseOf(operation);
  const proven = table.constraints.filter((one) => !('validated' in one) || one.validated);
  const unknown = proven.find((one) => one.kind === 'exclude' || (one.kind === 'check' && one.sql === undefined));
  if (unknown !== undefined) return { irreversible: `the constraint ${unknown.name ?? 'without a name'} is not known` };
  const created: CreateTable = {
    ...base,
    kind: 'create_table',
    table: operation.table,
    columns: [...table.columns.values()].map((column) => columnDefinition(column, before, operation.span, table)),
    constraints: proven.map((constraint) => constraintDefinition(constraint, operation.span)),
    ifNotExists: operation.ifExists,
    partial: false,
    partitionOf: undefined,
    partitioned: false,
    ...(table.comment === undefined ? {} : { comment: located(table.comment, operation.span) }),
  };
  const unproven = table.constraints.filter((one) => !proven.includes(one));
  const others = tablesReferringTo(before, table).flatMap((other) =>
    other === table
      ? []
      : other.constraints
          .filter((one) => one.kind === 'foreign-key' && tableKey(one.referent) === tableKey(table))
          .map((one) => addConstraint(other, one, base)),
  );
  return joined([
    { operations: [created] },
    ...table.indexes.map((index) => createIndex(table, index, base)),
    ...unproven.map((one) => addConstraint(table, one, base)),
    ...others,
  ]);
}

function fromStatement({ objects = [], missing_ok, behavior }: DropStmt, context: StatementContext): Reading {
  return droppedNames(context, objects).map((table) => ({
    ...context.base,
    ...(objects.length > 1 ? { span: table.span } : {}),
    kind: 'drop_table',
    table,
    ifExists: missing_ok ?? false,
    cascade: behavior === 'DROP_CASCADE',
  }));
}
