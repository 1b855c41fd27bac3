/** Where an operation uses a label of an enum: as a default, in a condition, in the rows it writes. */

import type { ColumnDefinition, Operation } from '../operations/operation.ts';
import { findTable } from '../schema/catalogue.ts';
import type { ServerDefault } from '../schema/data-type.ts';
import type { Located, Span } from '../text/span.ts';
import { clause } from './place.ts';
import type { Step } from './rule.ts';

/** The place of the label; undefined where the operation doesn't use it, or doesn't touch a column of the type. */
export function labelUse(step: Step, type: string, label: string, text: string): Span | undefined {
  const { operation } = step;
  const inDefault = defaultsOf(step, type).find(({ value }) => isLabel(value, label));
  if (inDefault !== undefined) return inDefault.span;
  if (!touches(step, type) || operation.kind === 'create_table' || operation.kind === 'add_column') return undefined;
  if (operation.origin.kind === 'sql') {
    const quoted = new RegExp(`'${label.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&').replaceAll("'", "''")}'`);
    return quoted.test(operation.origin.text) ? clause(operation, text, quoted) : undefined;
  }
  if (operation.kind === 'add_check')
    return holds(operation.constraint.sql, label) ? operation.constraint.span : undefined;
  if (operation.kind !== 'update') return undefined;
  return operation.sets.find(({ value }) => value.kind === 'literal' && value.value === label)?.column.span;
}

function defaultsOf({ operation, before }: Step, type: string): readonly Located<ServerDefault>[] {
  const ofColumns = (columns: readonly ColumnDefinition[]) =>
    columns.flatMap((column) =>
      column.type.value.name === type && column.serverDefault ? [column.serverDefault] : [],
    );
  switch (operation.kind) {
    case 'create_table':
      return ofColumns(operation.columns);
    case 'add_column':
      return ofColumns([operation.column]);
    case 'alter_column': {
      const { serverDefault, table, column } = operation;
      const own = findTable(before, table)?.columns.get(column.value)?.type.name;
      if (serverDefault === undefined || serverDefault.value === null || own !== type) return [];
      return [{ value: serverDefault.value, span: serverDefault.span }];
    }
    default:
      return [];
  }
}

function isLabel(value: ServerDefault, label: string): boolean {
  if (value.kind === 'literal') return value.text === label;
  return value.kind === 'expression' && holds(value.sql, label);
}

function holds(sql: string | undefined, label: string): boolean {
  return sql?.includes(`'${label.replaceAll("'", "''")}'`) === true;
}

/** Whether the table has a column of the type. */
function touches({ operation, before }: Step, type: string): boolean {
  const table = tableOf(operation);
  const state = table === undefined ? undefined : findTable(before, table);
  return state !== undefined && [...state.columns.values()].some((column) => column.type.name === type);
}

function tableOf(operation: Operation) {
  return 'table' in operation ? operation.table : undefined;
}
