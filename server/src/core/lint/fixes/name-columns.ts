/** The columns that the values of an INSERT go to, in the order that the migrations give them. */

import type { OperationOf } from '../../operations/operation.ts';
import type { TableState } from '../../schema/catalogue.ts';
import { insertion } from '../../text/edit.ts';
import { contains } from '../../text/span.ts';
import type { Fix } from '../rule.ts';
import { identifier } from './code.ts';

/** Nothing where the table isn't known as a whole, or how many values there are. */
export function nameColumns(insert: OperationOf<'insert'>, table: TableState | undefined): readonly Fix[] {
  const { origin, values, table: name } = insert;
  if (origin.kind !== 'sql' || values === undefined || !contains(origin.call.span, name.span)) return [];
  if (table?.whole !== true || values.length > table.columns.size) return [];
  const columns = [...table.columns.keys()].slice(0, values.length).map(identifier).join(', ');
  // In a Python string a quoted name would have to be escaped.
  if (columns.includes('"')) return [];
  return [{ title: 'Name the columns', preferred: true, edits: [insertion(name.span.end, ` (${columns})`)] }];
}
