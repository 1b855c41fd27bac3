/** `op.create_table(…)` and the indexes that stand in it. */

import { itemsOf, plain } from '../python/constant.ts';
import type { CallValue, Value } from '../python/value.ts';
import { callTable, maybeSql } from './call-form.ts';
import { isColumn, readColumnCall } from './column.ts';
import { isConstraint, readConstraint } from './constraint.ts';
import type { BoundArguments, CallReader, Reading } from './definition.ts';
import { isOpaque, isTrue, locatedString, maybeBoolean, maybeString, objectName } from './given.ts';
import { indexDetails, indexKey } from './index-keys.ts';
import type { ColumnDefinition, CreateIndex, TableConstraint, TableName } from './operation.ts';
import { isCallOf, keyword, positional } from './symbol.ts';

export function readCreateTable(args: BoundArguments, reader: CallReader): Reading {
  const { values } = args;
  const table = callTable(args, reader);
  if (isOpaque(table)) return table;
  const columns: ColumnDefinition[] = [];
  const constraints: TableConstraint[] = [];
  const indexes: CreateIndex[] = [];
  let partial = args.unread;
  for (const item of args.rest) {
    const column = isColumn(item) ? readColumnCall(item, reader) : undefined;
    const constraint = isConstraint(item) ? readConstraint(item, reader) : undefined;
    if (column && !isOpaque(column)) columns.push(column);
    else if (constraint) constraints.push(constraint);
    else if (isCallOf(item, 'Index')) indexes.push(readIndex(item, table, reader));
    else if (!isOption(item)) partial = true;
    if (column && !isOpaque(column) && hidesConstraint(item, column)) partial = true;
  }
  const comment = maybeString(values.get('comment'), reader);
  const partitionBy = values.get('postgresql_partition_by');
  const key = partitionBy && plain(partitionBy);
  const prefixes = itemsOf(values.get('prefixes') ?? { kind: 'none', span: table.span })?.map(plain) ?? [];
  return [
    {
      ...reader.base,
      kind: 'create_table',
      table,
      columns,
      constraints,
      ifNotExists: isTrue(values.get('if_not_exists')),
      partial,
      partitionOf: undefined,
      partitioned: values.has('postgresql_partition_by'),
      ...(prefixes.some((prefix) => /^temp/i.test(String(prefix))) ? { temporary: true } : {}),
      ...(prefixes.some((prefix) => /^unlogged/i.test(String(prefix))) ? { unlogged: true } : {}),
      ...(comment === undefined ? {} : { comment }),
      ...(typeof key === 'string' ? { partitionKey: key } : {}),
    },
    ...indexes,
  ];
}

/** Whether a foreign key of the column could not be read. */
function hidesConstraint(item: Value, column: ColumnDefinition): boolean {
  if (item.kind !== 'call') return false;
  return positional(item).filter((inner) => isCallOf(inner, 'ForeignKey')).length > column.foreignKeys.length;
}

/** What is neither column nor constraint and adds nothing to the table. */
function isOption(item: Value): boolean {
  return item.kind === 'none' || isCallOf(item, 'Comment');
}

function readIndex(value: CallValue, table: TableName, reader: CallReader): CreateIndex {
  const [name, ...keys] = positional(value);
  return {
    ...reader.base,
    span: value.call.span,
    kind: 'create_index',
    name: objectName(name, reader),
    table,
    columns: keys.map(indexKey),
    ...indexDetails(keys, (option) => keyword(value, option), reader),
    unique: isTrue(keyword(value, 'unique')),
    concurrently: maybeBoolean(keyword(value, 'postgresql_concurrently'), reader),
    ifNotExists: false,
    method: locatedString(keyword(value, 'postgresql_using'))?.value,
    where: maybeSql(keyword(value, 'postgresql_where'), reader),
  };
}
