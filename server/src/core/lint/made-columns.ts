/** The columns that an upgrade makes, with new tables and in tables that are there. */

import type { ColumnDefinition, OperationOf } from '../operations/operation.ts';
import { findTable, type TableState } from '../schema/catalogue.ts';
import { catalogueAfter } from './catalogue-after.ts';
import type { RuleContext, Step } from './rule.ts';

export interface MadeColumn {
  readonly step: Step;
  readonly operation: OperationOf<'create_table'> | OperationOf<'add_column'>;
  readonly column: ColumnDefinition;
}

/** Alembic's own table is nobody's design. */
export function* madeColumns({ upgrade }: RuleContext): Generator<MadeColumn> {
  for (const step of upgrade) {
    const { operation } = step;
    if (operation.kind !== 'create_table' && operation.kind !== 'add_column') continue;
    if (operation.table.name === 'alembic_version') continue;
    const columns = operation.kind === 'create_table' ? operation.columns : [operation.column];
    for (const column of columns) yield { step, operation, column };
  }
}

export interface MadeTable {
  readonly operation: OperationOf<'create_table'>;
  /** As it is at the end of the upgrade. */
  readonly state: TableState;
}

/** The tables that an upgrade makes and leaves, as far as they are known as a whole; partitions are their parent's. */
export function* madeTables({ upgrade }: RuleContext): Generator<MadeTable> {
  for (const step of upgrade) {
    const { operation } = step;
    if (operation.kind !== 'create_table' || operation.partial || operation.temporary) continue;
    if (operation.partitionOf !== undefined || (operation.inherits ?? []).length > 0) continue;
    const state = findTable(catalogueAfter(upgrade, step.after), operation.table);
    if (state !== undefined && operation.table.name !== 'alembic_version') yield { operation, state };
  }
}
