/** Calls on connections, sessions, types and tables that reach the database without `op`. */

import { itemsOf, plain } from '../python/constant.ts';
import type { CallValue, Value } from '../python/value.ts';
import { isColumn } from './column.ts';
import { readType } from './column-type.ts';
import { autocommitOf, isMigrationBind, isSession, rootPath } from './connection.ts';
import { coreContext, coreStatement } from './core-statement.ts';
import { coreTable, modelColumn } from './core-table.ts';
import { readCreateTable } from './create-table-call.ts';
import type { CallReader, Reading } from './definition.ts';
import { readExecuted } from './execute-call.ts';
import { unknownValue } from './given.ts';
import type { GivenValues } from './operation.ts';
import { type CallInHand, plainGiven, readerOf, record, siteOf, stretchOf } from './recorder.ts';
import { keyword, parameter, positional, sqlalchemyName } from './symbol.ts';

type Method = Extract<Value, { kind: 'member' }>;

/** Records what `<receiver>.<name>(…)` does to the database, if it does anything. True where it was recognised. */
export function readMethodCall(hand: CallInHand, callee: Method): boolean {
  const read = methods[callee.name];
  const onConnection = { ...hand, autocommit: stretchOf(hand.recorder, ownAutocommit(callee.object)) };
  return read?.(onConnection, callee) ?? false;
}

/** AUTOCOMMIT of a connection that isn't the migration's own. */
function ownAutocommit(receiver: Value): CallValue | undefined {
  return autocommitOf(receiver);
}

const methods: Readonly<Record<string, ((hand: CallInHand, callee: Method) => boolean) | undefined>> = {
  execute: execution('statement'),
  exec: execution('statement'),
  scalar: execution('statement'),
  scalars: execution('statement'),
  exec_driver_sql: execution('statement'),
  executemany: execution('statement'),
  execution_options: setOptions,
  commit: (hand, callee) => transaction(hand, callee, 'commit'),
  rollback: (hand, callee) => transaction(hand, callee, 'rollback'),
  begin: (hand, callee) =>
    isMigrationBind(callee.object) && !isEngine(callee.object) && transaction(hand, callee, 'begin'),
  create: (hand, callee) => createOrDrop(hand, callee, 'create'),
  drop: (hand, callee) => createOrDrop(hand, callee, 'drop'),
  create_all: allTables,
  drop_all: allTables,
  update: queryEnd,
  delete: (hand, callee) =>
    isSession(callee.object) && !isQuery(callee.object) ? sessionWrite(hand, callee) : queryEnd(hand, callee),
  all: queryEnd,
  first: queryEnd,
  one: queryEnd,
  one_or_none: queryEnd,
  count: queryEnd,
  add: sessionWrite,
  add_all: sessionWrite,
  merge: sessionWrite,
  bulk_save_objects: sessionWrite,
  bulk_insert_mappings: mappings,
  bulk_update_mappings: sessionWrite,
};

/** `.execute(sql, parameters)`. A call without arguments, such as `result.scalar()`, only reads what was fetched. */
function execution(first: string) {
  return (hand: CallInHand, callee: Method): boolean => {
    const { value } = hand;
    const executed = parameter(value, 0, first) ?? positional(value)[0] ?? value.arguments[0]?.value;
    if (!executed) return false;
    const isSure = callee.name.startsWith('exec') || isMigrationBind(callee.object) || isSession(callee.object);
    const reader = reading(hand, [first, 'parameters']);
    const style = isSession(callee.object) ? 'text' : 'driver';
    const result = readExecuted(executed, style, reader, positional(value)[1] ?? keyword(value, 'parameters'));
    if ('opaque' in result && !isSure) return false;
    record(hand, result, callee.name === 'exec' ? 'execute' : callee.name, reader);
    return true;
  };
}

function reading(hand: CallInHand, names: readonly string[]): CallReader {
  return readerOf(hand, siteOf(hand, { names }, plainGiven(hand)), 'core');
}

/** AUTOCOMMIT set on the migration's own connection holds for everything after it. */
function setOptions(hand: CallInHand, callee: Method): boolean {
  const level = plain(keyword(hand.value, 'isolation_level') ?? { kind: 'none', span: hand.value.span });
  if (typeof level !== 'string' || !isMigrationBind(callee.object) || isEngine(callee.object)) return false;
  const { recorder } = hand;
  recorder.autocommit = level.toUpperCase() === 'AUTOCOMMIT' ? stretchOf(recorder, hand.value) : undefined;
  return true;
}

/** `op.get_bind().engine` makes connections of its own. */
function isEngine(value: Value): boolean {
  if (value.kind === 'member') return value.name === 'engine' || value.name === 'connect' || isEngine(value.object);
  return value.kind === 'call' && isEngine(value.callee);
}

function transaction(hand: CallInHand, callee: Method, command: 'begin' | 'commit' | 'rollback'): boolean {
  const path = rootPath(callee.object);
  const isOurs =
    isMigrationBind(callee.object) || isSession(callee.object) || path.startsWith('sqlalchemy.') || path === '';
  if (!isOurs || hand.value.arguments.length > 0) return false;
  const reader = reading(hand, []);
  const isOwn = isMigrationBind(callee.object) && !isEngine(callee.object);
  const on = isSession(callee.object) ? ({ session: true } as const) : isOwn ? {} : ({ elsewhere: true } as const);
  record(hand, { ...reader.base, kind: 'transaction', command, ...on }, command, reader);
  return true;
}

/** `enum.create(bind)` and `table.create(bind)`, and their `drop`. */
function createOrDrop(hand: CallInHand, callee: Method, verb: 'create' | 'drop'): boolean {
  const reader = reading(hand, ['bind', 'checkfirst']);
  const type = readType(callee.object, reader).value.enum;
  if (type) {
    record(hand, typeReading(hand, callee, verb, reader), `${verb}_type`, reader);
    return true;
  }
  const table =
    callee.object.kind === 'call' && sqlalchemyName(callee.object.callee) === 'Table' ? callee.object : undefined;
  const name = coreTable(callee.object);
  if (!table && !name) return false;
  record(hand, tableReading(table, callee, verb, reader), `${verb}_table`, reader);
  return true;
}

function typeReading(hand: CallInHand, callee: Method, verb: 'create' | 'drop', reader: CallReader): Reading {
  const type = readType(callee.object, reader).value.enum;
  if (!type?.native) return [];
  if (type.name === undefined) return { opaque: "the type's name is not known" };
  const given = parameter(hand.value, 1, 'checkfirst');
  // SQLAlchemy looks first by default in PostgreSQL's own ENUM, and not in the generic Enum.
  const isOwn = callee.object.kind === 'call' && sqlalchemyName(callee.object.callee)?.startsWith('postgresql.');
  const checkFirst = given ? plain(given) !== false : isOwn === true;
  const named = { ...reader.base, name: type.name, schema: type.schema };
  return verb === 'drop'
    ? { ...named, kind: 'drop_type', ifExists: checkFirst }
    : { ...named, kind: 'create_type', labels: type.labels, checkFirst };
}

function tableReading(
  table: CallValue | undefined,
  callee: Method,
  verb: 'create' | 'drop',
  reader: CallReader,
): Reading {
  const name = coreTable(callee.object);
  if (!name) return { opaque: `the table is not known: ${unknownValue(callee.object, reader).unknown}` };
  const { alias: _, ...own } = name;
  if (verb === 'drop') return { ...reader.base, kind: 'drop_table', table: own, ifExists: false, cascade: false };
  if (!table) return { opaque: `the columns of ${name.name} are those of a model` };
  return readCreateTable({ ...tableArguments(table), call: reader.base.origin.call }, reader);
}

/** `Table(name, metadata, *items, **kw)` as the arguments of `op.create_table`. */
function tableArguments(table: CallValue): GivenValues {
  const [name, ...rest] = positional(table);
  const values = new Map(
    table.arguments.flatMap((argument) =>
      argument.name === undefined ? [] : [[argument.name, argument.value] as const],
    ),
  );
  if (name) values.set('table_name', name);
  return {
    values,
    rest: rest.filter((item, i) => i > 0 || isColumn(item)),
    unread: table.arguments.some(({ star }) => star !== undefined),
  };
}

function allTables(hand: CallInHand, callee: Method): boolean {
  const reader = reading(hand, ['bind']);
  record(
    hand,
    { opaque: `which tables ${callee.name}() reaches depends on the models that are imported` },
    callee.name,
    reader,
  );
  return true;
}

function isQuery(value: Value): boolean {
  if (value.kind === 'call') return isQuery(value.callee);
  return value.kind === 'member' && (value.name === 'query' || isQuery(value.object));
}

/** The end of `session.query(…)…`: it runs the statement. */
function queryEnd(hand: CallInHand, callee: Method): boolean {
  if (!isQuery(callee.object)) return false;
  const statement = coreStatement(hand.value, coreContext(hand.recorder.module.text));
  if (!statement) return false;
  const reader = reading(hand, []);
  const result = readExecuted(hand.value, 'text', reader);
  record(hand, result, callee.name === 'update' || callee.name === 'delete' ? callee.name : 'select', reader);
  return true;
}

/** Objects of a session: rows of a model where the model is in this file. */
function sessionWrite(hand: CallInHand, callee: Method): boolean {
  if (!isSession(callee.object)) return false;
  const reader = reading(hand, ['instance']);
  const [object] = positional(hand.value);
  const items = object ? (itemsOf(object) ?? [object]) : [];
  const rows = items.map((item) =>
    callee.name === 'add' || callee.name === 'add_all' ? modelRow(item, reader) : undefined,
  );
  const known = rows.length > 0 && !rows.includes(undefined) ? rows.flatMap((row) => row ?? []) : undefined;
  record(
    hand,
    known ?? { opaque: `${callee.name}() of a session is given objects that are only known when the migration runs` },
    callee.name,
    reader,
  );
  return true;
}

function modelRow(item: Value, reader: CallReader): Extract<Reading, { kind: 'insert' }> | undefined {
  const table = item.kind === 'call' ? coreTable(item.callee) : undefined;
  if (!table || item.kind !== 'call') return undefined;
  const { alias: _, ...own } = table;
  const model = item.callee;
  const columns = item.arguments.flatMap(({ name }) =>
    name === undefined ? [] : [model.kind === 'class' ? modelColumn(model, name) : name],
  );
  return { ...reader.base, kind: 'insert', table: { ...own, span: item.span }, columns, rows: 1, query: undefined };
}

function mappings(hand: CallInHand, callee: Method): boolean {
  if (!isSession(callee.object)) return false;
  const reader = reading(hand, ['mapper', 'mappings']);
  const [model, rows] = positional(hand.value);
  const table = model && coreTable(model);
  if (!table || !model) {
    record(hand, { opaque: model ? unknownValue(model, reader).unknown : 'no model is given' }, callee.name, reader);
    return true;
  }
  const { alias: _, ...own } = table;
  const count = rows && itemsOf(rows)?.length;
  record(
    hand,
    {
      ...reader.base,
      kind: 'insert',
      table: { ...own, span: model.span },
      columns: undefined,
      rows: count,
      query: undefined,
    },
    callee.name,
    reader,
  );
  return true;
}
