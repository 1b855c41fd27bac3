/** What an operation makes unique: constraints and unique indexes, in every form they are written. */

import type { Operation, TableName } from '../operations/operation.ts';
import type { Span } from '../text/span.ts';
import { argument, verb, wholeArgument } from './place.ts';

export interface UniqueKey {
  readonly table: TableName;
  readonly columns: readonly string[];
  readonly at: Span;
}

export function uniqueKeys(operation: Operation, text: string): readonly UniqueKey[] {
  switch (operation.kind) {
    case 'add_unique': {
      const columns = operation.columns.map((column) => column.value);
      return [{ table: operation.table, columns, at: argument(operation, 'columns') ?? verb(operation, text) }];
    }
    case 'create_index': {
      const columns = operation.columns.flatMap((column) => column?.value ?? []);
      // An expression may hold anything, the tenant too.
      if (!operation.unique || columns.length < operation.columns.length) return [];
      return [{ table: operation.table, columns, at: argument(operation, 'columns') ?? verb(operation, text) }];
    }
    case 'add_column':
      return ofColumn(operation.table, operation.column);
    case 'create_table': {
      const { table } = operation;
      const declared = operation.constraints.flatMap((each) =>
        each.kind === 'unique' ? [{ table, columns: each.columns, at: each.span }] : [],
      );
      return [...operation.columns.flatMap((column) => ofColumn(table, column)), ...declared];
    }
    default:
      return [];
  }
}

function ofColumn(
  table: TableName,
  { name, unique, call }: Extract<Operation, { kind: 'add_column' }>['column'],
): readonly UniqueKey[] {
  if (unique?.value !== true) return [];
  return [{ table, columns: [name], at: wholeArgument(call, 'unique', unique.span) }];
}
