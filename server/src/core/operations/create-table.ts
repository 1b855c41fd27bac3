/** Creating a table. */

import type { CreateStmt, CreateTableAsStmt, Node } from '@pgsql/types';
import { type Catalogue, findTable, type Provenance, type TableState } from '../schema/catalogue.ts';
import { findEnum } from '../schema/enums.ts';
import { markHeirs, putTable } from '../schema/tables.ts';
import { extent, findWords, parenthesised, tokenIndex } from '../sql/source.ts';
import { readCreateTable } from './create-table-call.ts';
import {
  columnState,
  createdEnum,
  keyFacts,
  qualified,
  withColumnMembers,
  withEnumsOf,
  withSequencesOf,
  withTableConstraint,
} from './declared.ts';
import { defineOperation, type Reading } from './definition.ts';
import { textFrom } from './objects/names.ts';
import { type CreateTable, type DropType, known, type TableConstraint } from './operation.ts';
import { baseOf } from './restore.ts';
import { readColumnDef } from './sql-columns.ts';
import { readTableConstraint } from './sql-constraints.ts';
import { type StatementContext, tableName } from './statement-context.ts';
import { writeColumn, writeConstraint } from './write-column.ts';
import { boolean, keyword, maybe, onOp, schemaArgument, string, tallCall } from './write-python.ts';

export const createTable = defineOperation({
  kind: 'create_table',
  summary: 'Creates a table.',
  calls: [
    {
      name: 'create_table',
      op: 'table_name, *columns, if_not_exists=None, **kw',
      read: readCreateTable,
    },
  ],
  statements: { CreateStmt: fromStatement, CreateTableAsStmt: fromQuery },
  apply: (catalogue, operation, by) => {
    const { table, columns, ifNotExists, origin } = operation;
    if (ifNotExists && findTable(catalogue, table)) return catalogue;
    const made: Provenance = ifNotExists ? { ...by, tentative: 'if-not-exists' } : by;
    const built = putTable(catalogue, stateOf(operation, catalogue, made));
    const parents = operation.partitionOf ? [operation.partitionOf] : (operation.inherits ?? []);
    const after = withSequencesOf(markHeirs(built, parents), operation, made);
    return origin.kind === 'sql' ? after : withEnumsOf(after, columns, made);
  },
  invert: (operation, before) => {
    const { table, ifNotExists } = operation;
    const base = baseOf(operation);
    const dropTypes = operation.columns.flatMap((column): readonly DropType[] => {
      const created = operation.origin.kind === 'sql' ? undefined : createdEnum(column.type.value);
      if (created === undefined || findEnum(before, created.name)) return [];
      const { name, schema } = created.name;
      return [{ ...base, kind: 'drop_type', name, schema, ifExists: false }];
    });
    const unique = [...new Map(dropTypes.map((drop) => [`${drop.schema} ${drop.name}`, drop])).values()];
    return {
      operations: [{ ...base, kind: 'drop_table', table, ifExists: ifNotExists, cascade: false }, ...unique],
    };
  },
  python: ({ table, columns, constraints, ifNotExists, comment }, style) => {
    const written = tallCall(
      onOp(style, 'create_table'),
      [
        string(table.name, style),
        ...columns.map((column) => writeColumn(column, style)),
        ...constraints.map((constraint) => writeConstraint(constraint, style)),
        schemaArgument(table, style),
        keyword(
          'comment',
          maybe(comment, (it) => string(it, style)),
        ),
        keyword('if_not_exists', ifNotExists && boolean(true)),
      ],
      style,
    );
    return written === undefined ? undefined : [written];
  },
});

function stateOf(operation: CreateTable, catalogue: Catalogue, by: Provenance): TableState {
  const { columns, constraints, origin } = operation;
  const comment = known(operation.comment);
  const parents = operation.partitionOf ? [operation.partitionOf] : (operation.inherits ?? []);
  const above = parents.map((parent) => findTable(catalogue, parent));
  const inherited = above.flatMap((parent) => [...(parent?.columns ?? [])]);
  const bare: TableState = {
    ...qualified(operation.table),
    columns: new Map([...inherited, ...columns.map((it) => [it.name, columnState(it, by)] as const)]),
    constraints: [],
    indexes: [],
    ...(operation.partitioned ? { partitioned: true } : {}),
    ...(parents.length > 0 ? { parents: parents.map(qualified) } : {}),
    ...(operation.defaultPartition ? { defaultPartition: true } : {}),
    ...(operation.partitionKey === undefined ? {} : { partitionKey: operation.partitionKey }),
    ...(operation.bound === undefined ? {} : { bound: operation.bound }),
    ...(operation.unlogged ? { unlogged: true } : {}),
    ...(operation.temporary ? { temporary: true } : {}),
    ...(comment === undefined ? {} : { comment }),
    whole: !operation.partial && above.every((parent) => parent?.whole === true),
    by,
  };
  const keyColumns = columns.filter((column) => column.primaryKey);
  const own = keyColumns.flatMap((column) => column.ownKeys ?? []).find((one) => one.kind === 'primary-key');
  const key = { span: operation.span, name: undefined, ...own, kind: 'primary-key' } as const;
  // SQLAlchemy lets a declared key take the place of what its columns say of themselves.
  const isDeclared = constraints.some((constraint) => constraint.kind === 'primary-key');
  const declared = [
    ...(keyColumns.length === 0 || isDeclared ? [] : [{ ...key, columns: keyColumns.map((column) => column.name) }]),
    ...constraints,
  ];
  // The primary key comes first, since a foreign key of the table to itself may mean its columns.
  const ordered = declared.toSorted((a, b) => Number(b.kind === 'primary-key') - Number(a.kind === 'primary-key'));
  const keys = withoutTwins(ordered);
  const around = { catalogue, origin: origin.kind };
  const constrained = keys.reduce((it, constraint) => withTableConstraint(it, constraint, around, by), bare);
  return columns.reduce((it, column) => withColumnMembers(it, column, around, by), constrained);
}

/** Of keys on the same columns the server makes one: the first, with the other's name if it has none itself. */
function withoutTwins(constraints: readonly TableConstraint[]): readonly TableConstraint[] {
  const made: TableConstraint[] = [];
  for (const constraint of constraints) {
    const at = made.findIndex((one) => isTwin(one, constraint));
    const twin = made[at];
    if (twin === undefined) made.push(constraint);
    else if (twin.name === undefined) made[at] = { ...twin, name: constraint.name };
  }
  return made;
}

function isTwin(one: TableConstraint, other: TableConstraint): boolean {
  if ((one.kind !== 'primary-key' && one.kind !== 'unique') || other.kind !== 'unique') return false;
  const options = (key: typeof one) => JSON.stringify([key.columns, keyFacts(key)]);
  return options(one) === options(other);
}

function fromStatement(statement: CreateStmt, context: StatementContext): Reading {
  const { relation, tableElts = [], inhRelations = [], partbound } = statement;
  const [parent] = inhRelations;
  const inherits = inhRelations.length > 0 && partbound === undefined;
  return {
    ...context.base,
    kind: 'create_table',
    table: tableName(context, relation),
    columns: tableElts.flatMap((part) => ('ColumnDef' in part ? [readColumnDef(context, part.ColumnDef)] : [])),
    constraints: tableConstraints(context, tableElts),
    ifNotExists: statement.if_not_exists ?? false,
    partial: statement.ofTypename !== undefined || tableElts.some((part) => 'TableLikeClause' in part),
    partitionOf: partbound && parent && 'RangeVar' in parent ? tableName(context, parent.RangeVar) : undefined,
    partitioned: statement.partspec !== undefined,
    ...(statement.partspec ? { partitionKey: partitionKey(context, statement) } : {}),
    ...(partbound ? { bound: boundOf(context, statement) } : {}),
    ...(relation?.relpersistence === 'u' ? { unlogged: true } : {}),
    ...(partbound?.is_default ? { defaultPartition: true } : {}),
    ...(inherits
      ? { inherits: inhRelations.flatMap((each) => ('RangeVar' in each ? [tableName(context, each.RangeVar)] : [])) }
      : {}),
    temporary: relation?.relpersistence === 't',
  };
}

/** What stands behind PARTITION BY, without what follows it. */
function partitionKey(context: StatementContext, { partspec }: CreateStmt): string {
  const { source } = context;
  const start = source.offset(partspec?.location);
  const by = findWords(source, start, ['partition', 'by']);
  const inner = by && parenthesised(source, by.end);
  const close = inner && source.tokens[tokenIndex(source, inner.end)];
  return by === undefined || close === undefined ? '' : textFrom(context, by.end, close.end);
}

/** `FOR VALUES …` or `DEFAULT` of a partition, without what follows it. */
function boundOf(context: StatementContext, { partbound, partspec }: CreateStmt): string {
  if (partbound?.is_default) return 'DEFAULT';
  const { source } = context;
  const word = findWords(source, context.part.start, ['for', 'values'], 0);
  if (word === undefined) return '';
  const end = partspec && source.offset(partspec.location);
  return end === undefined
    ? context.sql(extent(source, word.start, ['using', 'tablespace']))
    : textFrom(context, word.start, end);
}

/** CREATE TABLE … AS takes its columns from a query. A materialized view is left to other statements. */
function fromQuery({ into, objtype, if_not_exists }: CreateTableAsStmt, context: StatementContext): Reading {
  if (objtype !== 'OBJECT_TABLE') return [];
  return {
    ...context.base,
    kind: 'create_table',
    table: tableName(context, into?.rel),
    columns: [],
    constraints: [],
    ifNotExists: if_not_exists ?? false,
    partial: true,
    partitionOf: undefined,
    partitioned: false,
    temporary: into?.rel?.relpersistence === 't',
  };
}

function tableConstraints(context: StatementContext, parts: readonly Node[]): CreateTable['constraints'] {
  return parts.flatMap((part): TableConstraint[] => {
    const constraint = 'Constraint' in part ? readTableConstraint(context, part.Constraint) : undefined;
    return constraint === undefined ? [] : [constraint];
  });
}
