/** The column of a name among those that an operation makes. */

import type { ColumnDefinition, OperationOf } from '../operations/operation.ts';

export function columnNamed(
  operation: OperationOf<'create_table'> | OperationOf<'add_column'>,
  name: string,
): ColumnDefinition | undefined {
  const made = operation.kind === 'create_table' ? operation.columns : [operation.column];
  return made.find((column) => column.name === name);
}
