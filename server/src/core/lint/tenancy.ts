/** Who owns a row: the tenancy of a project, configured or detected from its history. */

import type { QualifiedName, TableState } from '../schema/catalogue.ts';

/** What the configuration says of tenants; undefined is detected. */
export interface TenantSettings {
  readonly strategy: Tenancy['strategy'] | undefined;
  readonly columns: readonly string[] | undefined;
  readonly root: string | undefined;
  readonly sharedTables: readonly string[];
}

export interface Tenancy {
  readonly strategy: 'column' | 'schema' | 'rls' | 'database' | 'none';
  readonly source: 'configured' | 'detected';
  /** Names of the tenant column, e.g. `tenant_id`. Empty unless the strategy is `column` or `rls`. */
  readonly columns: readonly string[];
  /** Table whose rows are the tenants, where known. */
  readonly root: string | undefined;
  /** A sentence for people: what was detected and from what. */
  readonly explanation: string;
  /** The tenant column that the table has, if it has one; shared tables have none. */
  tenantColumn(table: Pick<TableState, 'schema' | 'name' | 'columns'>): string | undefined;
  /** Configured as shared by all tenants. */
  isShared(table: QualifiedName): boolean;
}
