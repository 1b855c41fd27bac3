/** Keys that tell whose a row is: that of the tenants themselves, and that of a column which refers to them. */

import {
  type Catalogue,
  type ColumnState,
  type ConstraintState,
  findTable,
  type TableState,
} from '../schema/catalogue.ts';
import type { Tenancy } from './tenancy.ts';

/** Its single column; undefined where the table or its key isn't known. */
export function rootKeyOf({ root }: Tenancy, catalogue: Catalogue): ColumnState | undefined {
  if (root === undefined) return undefined;
  const [first = root, second] = root.split('.');
  const table = findTable(catalogue, second === undefined ? { name: first } : { schema: first, name: second });
  const [column, ...more] = table?.constraints.find((each) => each.kind === 'primary-key')?.columns ?? [];
  return column === undefined || more.length > 0 ? undefined : table?.columns.get(column);
}

type ForeignKey = Extract<ConstraintState, { kind: 'foreign-key' }>;

/** The foreign key on this very column and no other. */
export function keyOnColumn(table: TableState | undefined, column: string): ForeignKey | undefined {
  const keys = (table?.constraints ?? []).filter((one): one is ForeignKey => one.kind === 'foreign-key');
  return keys.find(({ columns }) => columns.length === 1 && columns[0] === column);
}
