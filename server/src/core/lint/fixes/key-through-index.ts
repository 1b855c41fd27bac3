/** A unique constraint or primary key made from an index that is built concurrently. */

import { isPartitioned } from '../../effects/lookup.ts';
import type { Migration } from '../../history/migration.ts';
import { finalName } from '../../operations/final-name.ts';
import { type CallSite, known, type OperationOf } from '../../operations/operation.ts';
import { findTable } from '../../schema/catalogue.ts';
import { serverName } from '../../schema/default-names.ts';
import { type Edit, replacement } from '../../text/edit.ts';
import { contains, slice } from '../../text/span.ts';
import type { Fix, RuleContext, Step } from '../rule.ts';
import { asOperation, moveOut, placeOf, type Values } from './batch.ts';
import { autocommit, execute, identifier, literal, schemaArgument, tableInSql } from './code.ts';
import { proofOfNotNull } from './not-null-through-check.ts';
import { around, edited, reindent, removeArguments, setArguments, standsAlone } from './statement.ts';

type Key = OperationOf<'add_unique'> | OperationOf<'add_primary_key'>;

const words = { add_unique: 'UNIQUE', add_primary_key: 'PRIMARY KEY' } as const;
const understood: ReadonlySet<string> = new Set(['constraint_name', 'table_name', 'columns', 'schema']);

/** The index first, then the key from it. Columns of a primary key that may be NULL are proven to hold none. */
export function keyThroughIndex({ migration }: RuleContext, step: Step, operation: Key): readonly Fix[] {
  const { text, style } = migration;
  const { origin, circumstance, table, columns } = operation;
  const { op } = style;
  const name = known(operation.name) ?? nameOfServer(operation);
  if (op === undefined || columns.length === 0 || !standsAlone(text, origin.call)) return [];
  // The server neither builds an index of a partitioned table concurrently nor takes one over.
  if (isPartitioned(step.before, table)) return [];
  if (operation.name === undefined && origin.kind !== 'sql') return [];
  const index = indexCode(migration, op, operation, name);
  if (index === undefined) return [];
  const proofs = nullableColumns(step, operation).map((column) => proofOfNotNull(style, op, table, column, true));
  const alter = `ALTER TABLE ${tableInSql(table)}`;
  const outside = [index, ...proofs.flatMap((proof) => proof.before)];
  const block = outside.map((code) => reindent(code, '', style.indent));
  const lines = [
    ...(circumstance.autocommit === undefined ? [`with ${op}.get_context().autocommit_block():`, ...block] : outside),
    ...nullableColumns(step, operation).map((column) =>
      execute(style, op, `${alter} ALTER COLUMN ${identifier(column)} SET NOT NULL`),
    ),
    execute(
      style,
      op,
      `${alter} ADD CONSTRAINT ${identifier(name)} ${words[operation.kind]} USING INDEX ${identifier(name)}`,
    ),
    ...proofs.flatMap((proof) => proof.after),
  ];
  const code = lines.join(style.newline);
  const edits: readonly Edit[] =
    circumstance.batch === undefined
      ? [replacement(origin.call.statement, reindent(code, '', origin.call.indent))]
      : moveOut(migration, origin.call, circumstance.batch, code);
  return edits.length === 0 ? [] : [{ title: `Build the index of ${name} concurrently first`, preferred: true, edits }];
}

/** Columns of a primary key that the history doesn't know to be NOT NULL. */
function nullableColumns({ before }: Step, operation: Key): readonly string[] {
  if (operation.kind !== 'add_primary_key') return [];
  const table = findTable(before, operation.table);
  return operation.columns.flatMap(({ value }) => (table?.columns.get(value)?.nullable === false ? [] : [value]));
}

/** The same for `unique=True` of a new column: its constraint keeps the name that it would get. */
export function uniqueOfColumnThroughIndex(
  { migration }: RuleContext,
  { before }: Step,
  operation: OperationOf<'add_column'>,
): readonly Fix[] {
  const { text, style } = migration;
  const { column, table, origin, circumstance, span } = operation;
  const { op } = style;
  if (op === undefined || column.unique === undefined || !standsAlone(text, origin.call)) return [];
  const columns = [column.name];
  const byServer = serverName(findTable(before, table) ?? { ...table, constraints: [], indexes: [] }, columns, 'key');
  const declared = { key: 'uq', table, columns } as const;
  const name = finalName(undefined, declared, { catalogue: before, origin: origin.kind }, () => byServer) ?? byServer;
  const create = `${op}.create_index(${literal(style, name)}, ${literal(style, table.name)}, [${literal(style, column.name)}], unique=True${schemaArgument(style, table)}, postgresql_concurrently=True)`;
  const constraint = `ALTER TABLE ${tableInSql(table)} ADD CONSTRAINT ${identifier(name)} UNIQUE USING INDEX ${identifier(name)}`;
  const place = circumstance.batch === undefined ? origin.call : placeOf(text, circumstance.batch);
  const word = column.unique.span;
  const blank = /\s*$/.exec(text.slice(0, word.start))?.[0].length ?? 0;
  const removal =
    column.call !== undefined
      ? removeArguments(column.call, ['unique'])
      : contains(span, word) && /^UNIQUE$/i.test(slice(text, word))
        ? [replacement({ start: word.start - blank, end: word.end }, '')]
        : [];
  if (removal.length === 0) return [];
  const lines =
    circumstance.autocommit === undefined || circumstance.batch !== undefined
      ? autocommit(style, op, [create])
      : [create];
  return [
    {
      title: `Add the column, then build the index of ${name} concurrently`,
      preferred: true,
      edits: [...removal, ...around(migration, place, [], [...lines, execute(style, op, constraint)])],
    },
  ];
}

/** `op.create_index(…)` without indentation; undefined where the constraint has options that an index can't carry. */
function indexCode(migration: Migration, op: string, operation: Key, name: string): string | undefined {
  const { text, style } = migration;
  const { origin, table, columns } = operation;
  if (origin.kind === 'sql') {
    const plain =
      /^ALTER\s+TABLE\s+(ONLY\s+)?\S+\s+ADD\s+(CONSTRAINT\s+\S+\s+)?(UNIQUE|PRIMARY\s+KEY)\s*\([^()]*\)\s*$/i;
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

/** What PostgreSQL calls a key that has no name. */
function nameOfServer({ kind, table, columns }: Key): string {
  if (kind === 'add_primary_key') return `${table.name}_pkey`;
  return [table.name, ...columns.map((column) => column.value), 'key'].join('_');
}
