/** One operation as the statements that Alembic sends for it. */

import type { GivenValues, Operation, OperationKind, OperationOf, TableName } from '../operations/operation.ts';
import type { Value } from '../python/value.ts';
import { isUnknownSchema } from '../schema/name.ts';
import { byKind } from './by-kind.ts';
import type { Part } from './ddl/part.ts';
import { executedSql } from './execute.ts';
import { assumed, exact, type Fragment, lowered } from './fragment.ts';
import type { RenderRun } from './run.ts';
import { dotted, identifier, literal } from './text/quote.ts';

/** The statements of an operation, in order. Of several operations of one call, the first stands for all. */
export function renderOperation(operation: Operation, run: RenderRun): readonly Part[] {
  return parts(operation, run).map((part) => ({ ...part, sql: underCircumstances(operation, part.sql) }));
}

function parts(operation: Operation, run: RenderRun): readonly Part[] {
  const { origin, circumstance } = operation;
  const { given } = origin.call;
  if (given === undefined) return withoutArguments(operation, run);
  const statement = executed(origin.call.callee, given);
  if (statement !== undefined) {
    const parameters = given.values.get('parameters') ?? given.rest[1];
    const sql = executedSql(statement, parameters, run.setting, run.text);
    if (sql === undefined) return [{ sql: opaque(operation, run.text) }];
    return [{ sql: origin.kind === 'core' || origin.kind === 'sql' ? throughConnection(operation, sql) : sql }];
  }
  if (origin.kind === 'core') return withoutArguments(operation, run);
  const args = origin.kind === 'batch' && circumstance.batch ? inBatch(given, circumstance.batch.table) : given;
  return ofKind(operation.kind, operation, args, run) ?? withoutArguments(operation, run);
}

function ofKind<K extends OperationKind>(kind: K, operation: OperationOf<K>, args: GivenValues, run: RenderRun) {
  return byKind[kind]?.(args, run, operation);
}

const executions = /(^|\.)(execute|exec|scalar|scalars)$/;

/** What `execute` was given, whatever its first parameter is called. */
function executed(callee: string, { values, rest }: GivenValues): Value | undefined {
  if (values.has('sqltext')) return values.get('sqltext');
  if (!executions.test(callee)) return undefined;
  return values.get('statement') ?? values.get('clause') ?? rest[0];
}

/** Offline a connection prints what it is given, but has no results and no other methods; a session has no connection. */
function throughConnection({ kind, origin }: Operation, fragment: Fragment): Fragment {
  const { callee, alone, given } = origin.call;
  if (given?.values.has('sqltext')) return fragment;
  const prints = callee.endsWith('.execute') && !/session/i.test(callee);
  if (!prints) return lowered(fragment, 'assumed', 'offline there is no connection that could run it');
  return kind === 'select' || !alone
    ? lowered(fragment, 'assumed', 'offline there is no result to go on with')
    : fragment;
}

/** The arguments with the table that the batch block names. */
function inBatch({ values, rest, unread }: GivenValues, table: TableName): GivenValues {
  const text = (value: string): Value => ({ kind: 'string', value, span: table.span, segments: [], holes: [] });
  const name = text(table.name);
  const own = new Map<string, Value>([...values, ['table_name', name], ['source_table', name]]);
  if (table.schema !== undefined) {
    const source = table.schema;
    const schema: Value = isUnknownSchema(source)
      ? { kind: 'unknown', reason: 'it is only known when the migration runs', source, span: table.span }
      : text(source);
    own.set('schema', schema).set('source_schema', schema);
  }
  return { values: own, rest, unread };
}

/** What is written from the operation itself, since the call's arguments are not known. */
function withoutArguments(operation: Operation, { setting, text }: RenderRun): readonly Part[] {
  const { dialect } = setting;
  switch (operation.kind) {
    case 'create_type': {
      if (!dialect.nativeEnum || dialect.name !== 'postgresql') return [];
      if (operation.labels === undefined || operation.origin.kind === 'sql') break;
      const labels = operation.labels.map((label) => literal(dialect, label)).join(', ');
      return [{ sql: exact(`CREATE TYPE ${typeName(operation, dialect)} AS ENUM (${labels})`) }];
    }
    case 'drop_type':
      if (dialect.name !== 'postgresql') return [];
      if (operation.origin.kind === 'sql') break;
      return [{ sql: exact(`DROP TYPE ${typeName(operation, dialect)}`) }];
    default:
      break;
  }
  const { origin } = operation;
  if (origin.kind === 'sql') return [{ sql: assumed(origin.text, 'shown as it was read') }];
  return [{ sql: opaque(operation, text) }];
}

function typeName(
  { name, schema }: { readonly name: string; readonly schema: string | undefined },
  dialect: RenderRun['setting']['dialect'],
): string {
  const own = identifier(dialect, name);
  return schema === undefined ? own : `${dotted(dialect, schema)}.${own}`;
}

/** The Python source as a comment, with the reason. */
function opaque(operation: Operation, text: string): Fragment {
  const { start, end } = operation.origin.call.span;
  const source = operation.kind === 'opaque' && operation.source !== '' ? operation.source : text.slice(start, end);
  const reason = operation.kind === 'opaque' ? operation.reason : 'it cannot be written without running it';
  const lines = source.split(/\r?\n/).map((line) => `-- ${line.trimEnd()}`);
  return { sql: lines.join('\n'), status: 'opaque', notes: [reason] };
}

/** Whether a statement runs at all may be decided at run time. */
function underCircumstances({ circumstance }: Operation, fragment: Fragment): Fragment {
  const { conditional, loop, anyOrder, onlineOnly } = circumstance;
  const looped = loop === undefined ? fragment : lowered(fragment, 'partial', `it runs in a loop: ${loop}`);
  const maybe = conditional
    ? lowered(looped, 'assumed', 'a condition that is only known at run time decides whether it runs')
    : looped;
  const ordered = anyOrder ? lowered(maybe, 'assumed', 'it runs in a loop over a set, in any order') : maybe;
  return onlineOnly ? lowered(ordered, 'assumed', 'it is left out offline') : ordered;
}
