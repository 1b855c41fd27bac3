/** Adding a primary key. */

import type { Constraint } from '@pgsql/types';
import { type Catalogue, findTable, type IndexState, type Provenance } from '../schema/catalogue.ts';
import { putConstraint } from '../schema/constraints.ts';
import { serverName } from '../schema/default-names.ts';
import { changeTable, tableOrUnseen } from '../schema/tables.ts';
import { quoteIdentifier, quoteQualified } from '../sql/quote.ts';
import { callTable } from './call-form.ts';
import { columnList, keyOptions } from './constraint.ts';
import { keyFacts } from './declared.ts';
import { defineOperation, type Reading } from './definition.ts';
import { finalName } from './final-name.ts';
import { isOpaque, objectName } from './given.ts';
import { type AddPrimaryKey, known } from './operation.ts';
import { baseOf, createIndex, dropConstraint, joined, placeless } from './restore.ts';
import { constraintName, keyColumns, keyOptions as keyOptionsOf } from './sql-constraints.ts';
import { alteredTable, type StatementContext } from './statement-context.ts';
import { executeSql, nameOrNone, opCall, schemaArgument, string, strings } from './write-python.ts';

export const addPrimaryKey = defineOperation({
  kind: 'add_primary_key',
  summary: 'Adds a primary key to a table.',
  calls: [
    {
      name: 'create_primary_key',
      op: 'constraint_name, table_name, columns, *, schema=None',
      batch: 'constraint_name, columns',
      read: (args, reader) => {
        const table = callTable(args, reader);
        if (isOpaque(table)) return table;
        const columns = columnList(args.values.get('columns'), reader);
        if (isOpaque(columns)) return columns;
        const name = objectName(args.values.get('constraint_name'), reader);
        const options = keyOptions((option) => args.values.get(option));
        return { ...reader.base, kind: 'add_primary_key', table, name, columns, usingIndex: undefined, ...options };
      },
    },
  ],
  statements: { 'Constraint.CONSTR_PRIMARY': fromConstraint },
  apply: (catalogue, operation, by) => {
    const { table, usingIndex } = operation;
    const columns = columnsOf(operation, catalogue);
    const name = nameOf(operation, catalogue, by);
    const after = putConstraint(catalogue, table, { kind: 'primary-key', name, columns, ...keyFacts(operation), by });
    if (usingIndex === undefined) return after;
    // The index becomes the constraint's own and takes its name.
    return changeTable(after, table, by, (it) => ({
      ...it,
      indexes: it.indexes.filter((one) => one.name !== usingIndex),
    }));
  },
  invert: (operation, before) => {
    const { table } = operation;
    const byDefault = () => nameOf(operation, before, placeless(operation));
    const dropped = dropConstraint(operation, 'primary-key', operation.name, byDefault);
    const index = indexOf(operation, before);
    return index === undefined ? dropped : joined([dropped, createIndex(table, index, baseOf(operation))]);
  },
  python: ({ table, name, columns, usingIndex }, style) => {
    if (usingIndex !== undefined) {
      const given = name === undefined ? '' : `CONSTRAINT ${quoteIdentifier(known(name) ?? '')} `;
      const index = quoteIdentifier(usingIndex);
      return executeSql(style, `ALTER TABLE ${quoteQualified(table)} ADD ${given}PRIMARY KEY USING INDEX ${index}`);
    }
    const names = columns.map((column) => column.value);
    return opCall(style, 'create_primary_key', [
      nameOrNone(name, style),
      string(table.name, style),
      strings(names, style),
      schemaArgument(table, style),
    ]);
  },
});

function nameOf(operation: AddPrimaryKey, catalogue: Catalogue, by: Provenance): string | undefined {
  const { name, table, usingIndex, origin } = operation;
  const columns = columnsOf(operation, catalogue);
  const byDefault = () => usingIndex ?? serverName(tableOrUnseen(catalogue, table, by), [], 'pkey', catalogue);
  return finalName(name, { key: 'pk', table, columns }, { catalogue, origin: origin.kind }, byDefault);
}

/** The index that becomes the constraint, where history knows it. */
function indexOf({ table, usingIndex }: AddPrimaryKey, catalogue: Catalogue): IndexState | undefined {
  if (usingIndex === undefined) return undefined;
  return findTable(catalogue, table)?.indexes.find((one) => one.name === usingIndex);
}

function columnsOf(operation: AddPrimaryKey, catalogue: Catalogue): readonly string[] {
  const index = indexOf(operation, catalogue);
  if (index === undefined) return operation.columns.map((column) => column.value);
  return index.columns.filter((column) => column !== undefined);
}

function fromConstraint(constraint: Constraint, context: StatementContext): Reading {
  return {
    ...context.base,
    kind: 'add_primary_key',
    table: alteredTable(context),
    name: constraintName(context, constraint),
    columns: keyColumns(context, constraint),
    usingIndex: constraint.indexname,
    ...keyOptionsOf(constraint),
  };
}
