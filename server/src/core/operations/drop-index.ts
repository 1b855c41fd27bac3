/** Dropping an index. */

import { dropIndex as dropFromTable, findIndex } from '../schema/constraints.ts';
import { defineOperation } from './definition.ts';
import { isKnown, known } from './operation.ts';
import { baseOf, createIndex } from './restore.ts';
import { boolean, keyword, maybe, opCall, string } from './write-python.ts';

export const dropIndex = defineOperation({
  kind: 'drop_index',
  summary: 'Drops an index.',
  calls: [],
  statements: {},
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
