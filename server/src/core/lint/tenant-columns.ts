/** Tenant columns that an upgrade creates, adds or changes, with the table as it stands at the end. */

import type { ColumnDefinition, Operation, TableName } from '../operations/operation.ts';
import { type ColumnState, findTable, type TableState } from '../schema/catalogue.ts';
import { catalogueAfter } from './catalogue-after.ts';
import { columnNamed } from './column-named.ts';
import type { RuleContext } from './rule.ts';
import { tenantColumnOf } from './tenant-table.ts';

export interface MadeTenantColumn {
  readonly operation: Operation;
  readonly table: TableName;
  readonly definition: ColumnDefinition;
  /** At the end of the upgrade. */
  readonly state: ColumnState;
  readonly owner: TableState;
}

/** Those that `create_table` and `add_column` make. */
export function* madeTenantColumns({ upgrade, tenancy }: RuleContext): Generator<MadeTenantColumn> {
  const first = upgrade[0];
  if (first === undefined || tenancy.columns.length === 0) return;
  const end = catalogueAfter(upgrade, first.before);
  for (const { operation } of upgrade) {
    if (operation.kind !== 'create_table' && operation.kind !== 'add_column') continue;
    const owner = findTable(end, operation.table);
    const name = tenantColumnOf(tenancy, end, operation.table);
    const definition = name === undefined ? undefined : columnNamed(operation, name);
    const state = name === undefined ? undefined : owner?.columns.get(name);
    if (owner === undefined || definition === undefined || state === undefined) continue;
    yield { operation, table: operation.table, definition, state, owner };
  }
}
