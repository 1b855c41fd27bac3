/** The key of the table whose rows are the tenants. */

import { type Catalogue, type ColumnState, findTable } from '../schema/catalogue.ts';
import type { Tenancy } from './tenancy.ts';

/** Its single column; undefined where the table or its key isn't known. */
export function rootKeyOf({ root }: Tenancy, catalogue: Catalogue): ColumnState | undefined {
  if (root === undefined) return undefined;
  const [first = root, second] = root.split('.');
  const table = findTable(catalogue, second === undefined ? { name: first } : { schema: first, name: second });
  const [column, ...more] = table?.constraints.find((each) => each.kind === 'primary-key')?.columns ?? [];
  return column === undefined || more.length > 0 ? undefined : table?.columns.get(column);
}
