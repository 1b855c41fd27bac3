/** A unique constraint made from an index that is built concurrently. */

import type { Migration } from '../../history/migration.ts';
import { type CallSite, known, type OperationOf } from '../../operations/operation.ts';
import { type Edit, replacement } from '../../text/edit.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { asOperation, moveOut, type Values } from './batch.ts';
import { execute, identifier, literal, schemaArgument, tableInSql } from './code.ts';
import { edited, reindent, setArguments, standsAlone } from './statement.ts';

const understood: ReadonlySet<string> = new Set(['constraint_name', 'table_name', 'columns', 'schema']);

export function uniqueThroughIndex({ migration }: RuleContext, operation: OperationOf<'add_unique'>): readonly Fix[] {
  const { text, style } = migration;
  const { origin, circumstance, table, columns } = operation;
  const { op } = style;
  const name = known(operation.name) ?? (origin.kind === 'sql' ? nameOfServer(operation) : undefined);
  if (op === undefined || name === undefined || columns.length === 0 || !standsAlone(text, origin.call)) return [];
  const index = indexCode(migration, op, operation, name);
  if (index === undefined) return [];
  const constraint = `ALTER TABLE ${tableInSql(table)} ADD CONSTRAINT ${identifier(name)} UNIQUE USING INDEX ${identifier(name)}`;
  const lines = [
    circumstance.autocommit === undefined
      ? [`with ${op}.get_context().autocommit_block():`, reindent(index, '', style.indent)].join(style.newline)
      : index,
    execute(style, op, constraint),
  ];
  const code = lines.join(style.newline);
  const edits: readonly Edit[] =
    circumstance.batch === undefined
      ? [replacement(origin.call.statement, reindent(code, '', origin.call.indent))]
      : moveOut(migration, origin.call, circumstance.batch, code);
  return edits.length === 0 ? [] : [{ title: `Build the index of ${name} concurrently first`, preferred: true, edits }];
}

/** `op.create_index(…)` without indentation; undefined where the constraint has options that an index can't carry. */
function indexCode(
  migration: Migration,
  op: string,
  operation: OperationOf<'add_unique'>,
  name: string,
): string | undefined {
  const { text, style } = migration;
  const { origin, table, columns } = operation;
  if (origin.kind === 'sql') {
    const plain = /^ALTER\s+TABLE\s+(ONLY\s+)?\S+\s+ADD\s+(CONSTRAINT\s+\S+\s+)?UNIQUE\s*\([^()]*\)\s*$/i;
    if (origin.count > 1 || !plain.test(origin.text)) return undefined;
    const list = columns.map((column) => literal(style, column.value)).join(', ');
    return `${op}.create_index(${literal(style, name)}, ${literal(style, table.name)}, [${list}], unique=True${schemaArgument(style, table)}, postgresql_concurrently=True)`;
  }
  const { call } = origin;
  if ([...call.arguments.keys()].some((key) => !understood.has(key))) return undefined;
  const flags: Values = [
    ['unique', 'True'],
    ['postgresql_concurrently', 'True'],
  ];
  if (origin.kind === 'batch') return asOperation(migration, { op, call, table }, flags, asIndex(call));
  const edits = [...asIndex(call), ...setArguments(text, call, flags)];
  return reindent(edited(text, call.statement, edits), call.indent, '');
}

/** `create_unique_constraint(constraint_name=…` as `create_index(index_name=…`. */
function asIndex(call: CallSite): readonly Edit[] {
  const start = call.span.start + call.callee.lastIndexOf('.') + 1;
  const verb = replacement({ start, end: call.span.start + call.callee.length }, 'create_index');
  const name = call.arguments.get('constraint_name');
  if (name === undefined || !name.keyword) return [verb];
  return [verb, replacement({ start: name.span.start, end: name.span.start + 'constraint_name'.length }, 'index_name')];
}

/** What PostgreSQL calls a unique constraint that has no name. */
function nameOfServer({ table, columns }: OperationOf<'add_unique'>): string {
  return [table.name, ...columns.map((column) => column.value), 'key'].join('_');
}
