/** `op.bulk_insert(table, rows)`. */

import { itemsOf, plain } from '../python/constant.ts';
import type { Value } from '../python/value.ts';
import { coreTable } from './core-table.ts';
import type { BoundArguments, CallReader, Reading } from './definition.ts';
import { unknownValue } from './given.ts';

export function readBulkInsert({ values }: BoundArguments, reader: CallReader): Reading {
  const given = values.get('table');
  const table = given && coreTable(given);
  if (!table)
    return { opaque: given ? `the table is not known: ${unknownValue(given, reader).unknown}` : 'no table is given' };
  const { alias: _, ...name } = table;
  const rows = values.get('rows');
  const items = rows && itemsOf(rows);
  const names = items?.map(keysOf);
  const columns = names && !names.includes(undefined) ? [...new Set(names.flatMap((keys) => keys ?? []))] : undefined;
  return {
    ...reader.base,
    kind: 'insert',
    table: { ...name, span: given.span },
    columns,
    rows: items?.length,
    query: undefined,
  };
}

/** The columns that a row sets; undefined when one isn't known. */
function keysOf(row: Value): readonly string[] | undefined {
  if (row.kind !== 'dict') return undefined;
  const keys = row.entries.map(({ key }) => plain(key));
  return keys.every((key) => typeof key === 'string') ? keys : undefined;
}
