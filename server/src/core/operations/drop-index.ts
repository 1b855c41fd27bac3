/** Dropping an index. */

import type { DropStmt } from '@pgsql/types';
import { dropIndex as dropFromTable, findIndex } from '../schema/constraints.ts';
import { holeIn } from '../sql/mask.ts';
import { defineOperation, type Reading } from './definition.ts';
import { isKnown, known } from './operation.ts';
import { baseOf, createIndex } from './restore.ts';
import { droppedNames, flag, type StatementContext } from './statement-context.ts';
import { boolean, keyword, maybe, opCall, string } from './write-python.ts';

export const dropIndex = defineOperation({
  kind: 'drop_index',
  summary: 'Drops an index.',
  calls: [],
  statements: { 'DropStmt.OBJECT_INDEX': fromStatement },
  apply: (catalogue, { name, schema, table }) =>
    isKnown(name) ? dropFromTable(catalogue, name.value, schema ?? table?.schema) : catalogue,
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
