/** Creating a table. */

import { type Catalogue, findTable, type Provenance, type TableState } from '../schema/catalogue.ts';
import { findEnum } from '../schema/enums.ts';
import { putTable } from '../schema/tables.ts';
import {
  columnState,
  createdEnum,
  qualified,
  withColumnMembers,
  withEnumsOf,
  withTableConstraint,
} from './declared.ts';
import { defineOperation } from './definition.ts';
import type { CreateTable, DropType } from './operation.ts';
import { baseOf } from './restore.ts';
import { writeColumn, writeConstraint } from './write-column.ts';
import { boolean, keyword, onOp, schemaArgument, string, tallCall } from './write-python.ts';

export const createTable = defineOperation({
  kind: 'create_table',
  summary: 'Creates a table.',
  calls: [],
  statements: {},
  apply: (catalogue, operation, by) => {
    const { table, columns, ifNotExists, origin } = operation;
    if (ifNotExists && findTable(catalogue, table)) return catalogue;
    const made: Provenance = ifNotExists ? { ...by, tentative: 'if-not-exists' } : by;
    const after = putTable(catalogue, stateOf(operation, catalogue, made));
    return origin.kind === 'sql' ? after : withEnumsOf(after, columns, made);
  },
  invert: (operation, before) => {
    const { table, ifNotExists } = operation;
    const base = baseOf(operation);
    const dropTypes = operation.columns.flatMap((column): readonly DropType[] => {
      const created = operation.origin.kind === 'sql' ? undefined : createdEnum(column.type.value);
      if (created === undefined || findEnum(before, created.name)) return [];
      const { name, schema } = created.name;
      return [{ ...base, kind: 'drop_type', name, schema, ifExists: false }];
    });
    const unique = [...new Map(dropTypes.map((drop) => [`${drop.schema} ${drop.name}`, drop])).values()];
    return {
      operations: [{ ...base, kind: 'drop_table', table, ifExists: ifNotExists, cascade: false }, ...unique],
    };
  },
  python: ({ table, columns, constraints, ifNotExists }, style) => {
    const written = tallCall(
      onOp(style, 'create_table'),
      [
        string(table.name, style),
        ...columns.map((column) => writeColumn(column, style)),
        ...constraints.map((constraint) => writeConstraint(constraint, style)),
        schemaArgument(table, style),
        keyword('if_not_exists', ifNotExists && boolean(true)),
      ],
      style,
    );
    return written === undefined ? undefined : [written];
  },
});

function stateOf(operation: CreateTable, catalogue: Catalogue, by: Provenance): TableState {
  const { columns, constraints, origin } = operation;
  const parent = operation.partitionOf && findTable(catalogue, operation.partitionOf);
  const inherited = [...(parent?.columns ?? [])];
  const bare: TableState = {
    ...qualified(operation.table),
    columns: new Map([...inherited, ...columns.map((it) => [it.name, columnState(it, by)] as const)]),
    constraints: [],
    indexes: [],
    whole: !operation.partial && (operation.partitionOf === undefined || parent?.whole === true),
    by,
  };
  const keyColumns = columns.filter((column) => column.primaryKey);
  const key = { kind: 'primary-key', span: operation.span, name: undefined } as const;
  const declared = [
    ...(keyColumns.length === 0 ? [] : [{ ...key, columns: keyColumns.map((column) => column.name) }]),
    ...constraints,
  ];
  // The primary key comes first, since a foreign key of the table to itself may mean its columns.
  const ordered = declared.toSorted((a, b) => Number(b.kind === 'primary-key') - Number(a.kind === 'primary-key'));
  const constrained = ordered.reduce((it, constraint) => withTableConstraint(it, constraint, catalogue, by), bare);
  return columns.reduce(
    (it, column) => withColumnMembers(it, column, { catalogue, origin: origin.kind }, by),
    constrained,
  );
}
