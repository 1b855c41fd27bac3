/** Index builds and drops that block nobody: the flag and, since they can't run in a transaction, the block around them. */

import type { Migration } from '../../history/migration.ts';
import type { Operation, OperationOf, TableName } from '../../operations/operation.ts';
import { type Edit, insertion, replacement } from '../../text/edit.ts';
import { contains } from '../../text/span.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { asOperation, moveOut, placeOf, type Values } from './batch.ts';
import { autocommit, constraintName, literal, schemaArgument } from './code.ts';
import { around, edited, reindent, removeArguments, setArguments, standsAlone } from './statement.ts';

type IndexOperation = OperationOf<'create_index'> | OperationOf<'drop_index'>;

/** Builds or drops the index concurrently, in an `autocommit_block()`. */
export function indexConcurrently({ migration }: RuleContext, operation: IndexOperation): readonly Fix[] {
  const title = operation.kind === 'create_index' ? 'Build the index concurrently' : 'Drop the index concurrently';
  if (operation.origin.kind !== 'sql') {
    return fix(title, outside(migration, operation, { values: [['postgresql_concurrently', 'True']], edits: [] }));
  }
  const edits = concurrentSql(migration, operation);
  return edits === undefined ? [] : fix(title, outside(migration, operation, { values: [], edits }));
}

/** Puts a statement that must not run in a transaction into an `autocommit_block()`. */
export function wrapInAutocommit({ migration }: RuleContext, operation: Operation): readonly Fix[] {
  return fix(
    'Run it outside the transaction, in an autocommit block',
    outside(migration, operation, { values: [], edits: [] }),
  );
}

/** Builds indexes anew concurrently. */
export function reindexConcurrently({ migration }: RuleContext, operation: OperationOf<'statement'>): readonly Fix[] {
  const { start, end } = operation.span;
  const head = /^REINDEX\s*(\([^)]*\)\s*)?(INDEX|TABLE|SCHEMA|DATABASE)\b/i.exec(migration.text.slice(start, end));
  if (head === null) return [];
  const edits = [insertion(start + head[0].length, ' CONCURRENTLY')];
  return fix('Build the indexes anew concurrently', outside(migration, operation, { values: [], edits }));
}

/** Builds the index that `index=True` of a new column asks for on its own, concurrently. */
export function indexOfColumnConcurrently(
  { migration }: RuleContext,
  operation: OperationOf<'add_column'>,
): readonly Fix[] {
  const { text, style } = migration;
  const { column, table, origin, circumstance } = operation;
  const { op } = style;
  if (op === undefined || column.call === undefined || origin.kind === 'sql' || !standsAlone(text, origin.call))
    return [];
  const parts = ['ix', ...(table.schema === undefined ? [] : [table.schema]), table.name, column.name];
  const unique = column.unique?.value === true ? ', unique=True' : '';
  const create = `${op}.create_index(${literal(style, constraintName(...parts))}, ${literal(style, table.name)}, [${literal(style, column.name)}]${unique}${schemaArgument(style, table)}, postgresql_concurrently=True)`;
  const place = circumstance.batch === undefined ? origin.call : placeOf(text, circumstance.batch);
  return fix('Add the column, then build its index concurrently', [
    ...removeArguments(column.call, unique === '' ? ['index'] : ['index', 'unique']),
    ...around(migration, place, [], autocommit(style, op, [create])),
  ]);
}

function fix(title: string, edits: readonly Edit[]): readonly Fix[] {
  return edits.length === 0 ? [] : [{ title, preferred: true, edits }];
}

/** What is changed in the statement on the way. */
interface Change {
  readonly values: Values;
  readonly edits: readonly Edit[];
}

/** The changed statement, run outside the transaction: wrapped, taken out of its batch block, or left where it is outside already. */
export function outside(migration: Migration, operation: Operation, change: Change): readonly Edit[] {
  const { text, style } = migration;
  const { origin, circumstance } = operation;
  const { call } = origin;
  const { op } = style;
  if (op === undefined || !standsAlone(text, call)) return [];
  if (origin.kind === 'sql' && (origin.count > 1 || !contains(call.statement, operation.span))) return [];
  if (origin.kind === 'batch') {
    const table = tableOf(operation);
    if (circumstance.batch === undefined || table === undefined) return [];
    const code = asOperation(migration, { op, call, table }, change.values, change.edits);
    return moveOut(migration, call, circumstance.batch, block(migration, op, code));
  }
  const edits = [...change.edits, ...setArguments(text, call, change.values)];
  if (circumstance.autocommit !== undefined) return edits;
  const code = reindent(edited(text, call.statement, edits), call.indent, '');
  return [replacement(call.statement, reindent(block(migration, op, code), '', call.indent))];
}

function block({ style }: Migration, op: string, code: string): string {
  return [`with ${op}.get_context().autocommit_block():`, reindent(code, '', style.indent)].join(style.newline);
}

function tableOf(operation: Operation): TableName | undefined {
  return operation.circumstance.batch?.table ?? ('table' in operation ? operation.table : undefined);
}

/** CONCURRENTLY after the word INDEX; undefined where the server doesn't allow it. */
function concurrentSql({ text }: Migration, operation: IndexOperation): readonly Edit[] | undefined {
  const { start, end } = operation.span;
  const source = text.slice(start, end);
  const head = /^(CREATE\s+(UNIQUE\s+)?|DROP\s+)INDEX\b/i.exec(source);
  if (head === null) return undefined;
  const several = operation.kind === 'drop_index' && /,|\bCASCADE\b/i.test(source);
  return several ? undefined : [insertion(start + head[0].length, ' CONCURRENTLY')];
}
