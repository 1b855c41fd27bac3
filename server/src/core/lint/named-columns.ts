/** Columns that a data change names of its own table, as far as it is certain whose they are. */

import type { Operation } from '../operations/operation.ts';
import type { ColumnReference, Condition, Scalar } from '../sql/condition.ts';

/** Of an INSERT, UPDATE or DELETE: columns that are written, and those that a statement on one table reads. */
export function namedColumns(operation: Operation): readonly string[] {
  switch (operation.kind) {
    case 'insert':
      return operation.columns ?? [];
    case 'update': {
      const sets = operation.sets.map((set) => set.column.value);
      if (operation.from.length > 0 || operation.with.length > 0) return sets;
      const read = [...operation.sets.flatMap((set) => ofScalar(set.value)), ...ofCondition(operation.where)];
      return [...sets, ...owned(read, operation.alias ?? operation.table.name)];
    }
    case 'delete':
      if (operation.using.length > 0 || operation.with.length > 0) return [];
      return owned(ofCondition(operation.where), operation.alias ?? operation.table.name);
    default:
      return [];
  }
}

function owned(columns: readonly ColumnReference[], name: string): readonly string[] {
  return columns.filter(({ table }) => table === undefined || table === name).map(({ column }) => column);
}

function ofScalar(scalar: Scalar): readonly ColumnReference[] {
  if (scalar.kind === 'column') return [scalar];
  return scalar.kind === 'expression' ? scalar.columns : [];
}

function ofCondition(condition: Condition | undefined): readonly ColumnReference[] {
  switch (condition?.kind) {
    case 'and':
    case 'or':
      return condition.conditions.flatMap(ofCondition);
    case 'not':
      return ofCondition(condition.condition);
    case 'compare':
      return [...ofScalar(condition.left), ...ofScalar(condition.right)];
    case 'in':
      return [
        ...ofScalar(condition.left),
        ...('relations' in condition.right ? [] : condition.right.flatMap(ofScalar)),
      ];
    case 'null':
      return ofScalar(condition.operand);
    case 'other':
      return condition.columns;
    default:
      return [];
  }
}
