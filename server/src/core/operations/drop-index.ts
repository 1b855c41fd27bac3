/** Dropping an index. */

import type { DropStmt } from '@pgsql/types';
import { dropIndex as dropFromTable, findIndex } from '../schema/constraints.ts';
import { holeIn } from '../sql/mask.ts';
import { callTable } from './call-form.ts';
import { defineOperation, type Reading } from './definition.ts';
import { isOpaque, isTrue, locatedString, maybeBoolean, objectName } from './given.ts';
import { isKnown, known } from './operation.ts';
import { baseOf, createIndex } from './restore.ts';
import { droppedNames, flag, type StatementContext } from './statement-context.ts';
import { boolean, keyword, maybe, opCall, string } from './write-python.ts';

export const dropIndex = defineOperation({
  kind: 'drop_index',
  summary: 'Drops an index.',
  calls: [
    {
      name: 'drop_index',
      op: 'index_name, table_name=None, *, schema=None, if_exists=None, **kw',
      batch: 'index_name, **kw',
      read: (args, reader) => {
        const { values } = args;
        const name = objectName(values.get('index_name') ?? values.get('name'), reader);
        if (!name) return { opaque: 'no index is named' };
        const table = callTable(args, reader);
        return {
          ...reader.base,
          kind: 'drop_index',
          name,
          schema: isOpaque(table) ? locatedString(values.get('schema'))?.value : table.schema,
          table: isOpaque(table) ? undefined : table,
          concurrently: maybeBoolean(values.get('postgresql_concurrently'), reader),
          ifExists: isTrue(values.get('if_exists')),
        };
      },
    },
  ],
  statements: { 'DropStmt.OBJECT_INDEX': fromStatement },
  apply: (catalogue, { name, schema, table }) =>
    isKnown(name) ? dropFromTable(catalogue, name.value, schema ?? table?.schema, table) : catalogue,
  invert: (operation, before) => {
    const { name, schema, table, concurrently } = operation;
    if (!isKnown(name)) return { irreversible: 'the name of the dropped index is not known' };
    const found = findIndex(before, name.value, schema ?? table?.schema);
    if (found !== undefined) return createIndex(found.table, found.index, baseOf(operation), known(concurrently));
    return { irreversible: `no migration made the index ${name.value}, so its columns are not known` };
  },
  python: ({ name, schema, table, concurrently, ifExists }, style) => {
    const owner = schema ?? table?.schema;
    return opCall(style, 'drop_index', [
      maybe(name, (it) => string(it, style)),
      keyword('table_name', table !== undefined && string(table.name, style)),
      keyword('schema', owner !== undefined && string(owner, style)),
      keyword('if_exists', ifExists && boolean(true)),
      keyword('postgresql_concurrently', maybe(concurrently, boolean)),
    ]);
  },
});

function fromStatement({ objects = [], missing_ok, concurrent }: DropStmt, context: StatementContext): Reading {
  return droppedNames(context, objects).map(({ schema, name, span }) => {
    const hole = holeIn(name);
    return {
      ...context.base,
      ...(objects.length > 1 ? { span } : {}),
      kind: 'drop_index',
      name: hole === undefined ? { value: name, span } : context.hole(hole),
      schema,
      table: undefined,
      concurrently: concurrent ? flag(context, ['concurrently']) : undefined,
      ifExists: missing_ok ?? false,
    };
  });
}
