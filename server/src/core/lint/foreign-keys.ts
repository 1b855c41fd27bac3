/** The foreign keys that an operation declares, in every form they are written. */

import type { ForeignKeyClause, Operation, TableName } from '../operations/operation.ts';
import type { Span } from '../text/span.ts';
import { callOf, verb } from './place.ts';

export interface DeclaredKey {
  readonly table: TableName;
  readonly key: ForeignKeyClause;
}

/** Of a column's own key, its column is among the key's. */
export function foreignKeysOf(operation: Operation): readonly DeclaredKey[] {
  switch (operation.kind) {
    case 'add_foreign_key':
      return [{ key: operation.constraint, table: operation.table }];
    case 'add_column':
      return ofColumn(operation.table, operation.column);
    case 'create_table': {
      const { table, columns, constraints } = operation;
      const declared = constraints.flatMap((each) => (each.kind === 'foreign-key' ? [{ key: each, table }] : []));
      return [...columns.flatMap((column) => ofColumn(table, column)), ...declared];
    }
    default:
      return [];
  }
}

/** The key where it is declared; what adds it, where the call is the key. */
export function placeOfKey(operation: Operation, key: ForeignKeyClause, text: string): Span {
  return operation.kind === 'add_foreign_key' && callOf(operation) !== undefined ? verb(operation, text) : key.span;
}

function ofColumn(
  table: TableName,
  { name, foreignKeys }: Extract<Operation, { kind: 'add_column' }>['column'],
): readonly DeclaredKey[] {
  return foreignKeys.map((key) => ({ table, key: { ...key, columns: [name] } }));
}
