/** Which tables belong to tenants: those that have the tenant column, and are not shared. */

import type { Catalogue, QualifiedName } from '../schema/catalogue.ts';
import { findTable } from '../schema/catalogue.ts';
import type { Tenancy } from './tenancy.ts';

/** The tenant column of a table as the catalogue has it; undefined for a table without one. */
export function tenantColumnOf(tenancy: Tenancy, catalogue: Catalogue, table: QualifiedName): string | undefined {
  const state = findTable(catalogue, table);
  if (state === undefined || tenancy.isShared(state)) return undefined;
  return tenancy.tenantColumn(state);
}
