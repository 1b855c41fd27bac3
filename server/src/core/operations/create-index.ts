/** Creating an index. */

import type { IndexStmt } from '@pgsql/types';
import { type Catalogue, findTable, type IndexState, type Provenance } from '../schema/catalogue.ts';
import { findIndex, putIndex } from '../schema/constraints.ts';
import { indexName, serverName } from '../schema/default-names.ts';
import { extent, findWords, parenthesised, tokenAt } from '../sql/source.ts';
import { callTable, maybeSql } from './call-form.ts';
import { type BoundArguments, type CallReader, defineOperation, type Reading } from './definition.ts';
import { finalName } from './final-name.ts';
import { isOpaque, isTrue, locatedString, maybeBoolean, objectName } from './given.ts';
import { indexDetails, indexKeys, keyValues } from './index-keys.ts';
import { type CreateIndex, known } from './operation.ts';
import { baseOf, optional } from './restore.ts';
import { sqlIndexDetails } from './sql-index.ts';
import { flag, locatedName, maybeName, type StatementContext, tableName } from './statement-context.ts';
import { boolean, keyword, maybe, nameOrNone, opCall, schemaArgument, string, strings, text } from './write-python.ts';

export const createIndex = defineOperation({
  kind: 'create_index',
  summary: 'Creates an index on a table.',
  calls: [
    {
      name: 'create_index',
      op: 'index_name, table_name, columns, *, schema=None, unique=False, if_not_exists=None, **kw',
      batch: 'index_name, columns, *, unique=False, if_not_exists=None, **kw',
      read: readCall,
    },
  ],
  statements: { IndexStmt: fromStatement },
  apply: (catalogue, operation, by) => {
    const { table, ifNotExists } = operation;
    const name = nameOf(operation, catalogue);
    if (ifNotExists && name !== undefined && findIndex(catalogue, name, table.schema)) return catalogue;
    const isPartitioned = findTable(catalogue, table)?.partitioned === true;
    return putIndex(catalogue, table, stateOf(operation, name, isPartitioned, by));
  },
  invert: (operation, before) => {
    const { table, concurrently, ifNotExists, span } = operation;
    const name = operation.name ?? optional(nameOf(operation, before), span);
    if (name === undefined) return { irreversible: `the name of an index on ${table.name} is not known` };
    const shared = { ...baseOf(operation), name, schema: table.schema, table, concurrently };
    return { operations: [{ ...shared, kind: 'drop_index', ifExists: ifNotExists }] };
  },
  python: ({ name, table, columns, unique, concurrently, ifNotExists, method, where }, style) => {
    const names = columns.flatMap((column) => column?.value ?? []);
    return opCall(style, 'create_index', [
      nameOrNone(name, style),
      string(table.name, style),
      names.length < columns.length ? undefined : strings(names, style),
      keyword('unique', unique && boolean(true)),
      schemaArgument(table, style),
      keyword('if_not_exists', ifNotExists && boolean(true)),
      keyword('postgresql_using', method !== undefined && string(method, style)),
      keyword(
        'postgresql_where',
        maybe(where, (sql) => text(sql, style)),
      ),
      keyword('postgresql_concurrently', maybe(concurrently, boolean)),
    ]);
  },
});

function stateOf(operation: CreateIndex, name: string | undefined, isPartitioned: boolean, by: Provenance): IndexState {
  const where = known(operation.where);
  return {
    name,
    columns: operation.columns.map((column) => column?.value),
    unique: operation.unique,
    ...(operation.keys === undefined ? {} : { keys: operation.keys }),
    method: operation.method ?? 'btree',
    ...(operation.include === undefined ? {} : { include: operation.include }),
    ...(operation.nullsNotDistinct ? { nullsNotDistinct: true } : {}),
    ...(operation.storage === undefined ? {} : { storage: operation.storage }),
    partial: operation.where !== undefined,
    ...(where === undefined ? {} : { where }),
    ...(operation.only && isPartitioned ? { invalid: true } : {}),
    by,
  };
}

/** The name given, else the one that SQLAlchemy or the server makes up; undefined where an expression has a part in it. */
function nameOf({ name, table, columns, origin, keyNames }: CreateIndex, catalogue: Catalogue): string | undefined {
  const names = keyNames ?? columns.flatMap((column) => column?.value ?? []);
  return finalName(name, { key: 'ix', table, columns: names }, { catalogue, origin: origin.kind }, () => {
    if (origin.kind !== 'sql') return columns[0] === undefined ? undefined : indexName(table, columns[0].value);
    if (names.length < columns.length) return undefined;
    const known = findTable(catalogue, table) ?? { ...table, constraints: [], indexes: [] };
    return serverName(known, names, 'idx', catalogue);
  });
}

function fromStatement(statement: IndexStmt, context: StatementContext): Reading {
  const { source } = context;
  const table = source.offset(statement.relation?.location);
  const keys = parenthesised(source, table);
  const depth = tokenAt(source, table)?.depth;
  const where = statement.whereClause && findWords(source, table, ['where'], depth);
  const condition = where && extent(source, where.end);
  return {
    ...context.base,
    kind: 'create_index',
    name: maybeName(context, statement.idxname, source.start),
    table: tableName(context, statement.relation),
    ...sqlIndexDetails(statement, keys, context),
    columns: (statement.indexParams ?? []).map((key) =>
      'IndexElem' in key && key.IndexElem.name !== undefined
        ? locatedName(context, [key.IndexElem.name], keys?.start ?? table)
        : undefined,
    ),
    unique: statement.unique ?? false,
    concurrently: statement.concurrent ? flag(context, ['concurrently']) : undefined,
    ifNotExists: statement.if_not_exists ?? false,
    ...(statement.relation?.inh ? {} : { only: true }),
    method: statement.accessMethod,
    where: condition && { value: context.sql(condition), span: context.place(condition) },
  };
}

function readCall(args: BoundArguments, reader: CallReader): Reading {
  const { values } = args;
  const table = callTable(args, reader);
  if (isOpaque(table)) return table;
  const columns = indexKeys(values.get('columns'), reader);
  if (isOpaque(columns)) return columns;
  return {
    ...reader.base,
    kind: 'create_index',
    name: objectName(values.get('index_name') ?? values.get('name'), reader),
    table,
    columns,
    ...indexDetails(keyValues(values.get('columns')), (option) => values.get(option), reader),
    unique: isTrue(values.get('unique')),
    concurrently: maybeBoolean(values.get('postgresql_concurrently'), reader),
    ifNotExists: isTrue(values.get('if_not_exists')),
    method: locatedString(values.get('postgresql_using'))?.value,
    where: maybeSql(values.get('postgresql_where'), reader),
  };
}
