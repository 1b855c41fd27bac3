/** What the server refuses as long as triggers of a table, deferred foreign keys among them, wait for the transaction's end. */

import { known, type Operation } from '../operations/operation.ts';
import { altersTable } from '../operations/sql-commands.ts';
import { type Catalogue, findTable, type QualifiedName } from '../schema/catalogue.ts';
import { findConstraintOf } from './lookup.ts';

/**
 * The tables on which nothing may wait for the operation to pass: those that it alters, truncates, drops or indexes. To
 * rename, comment or lock a table, or drop its index, is allowed.
 */
export function tablesWithoutPending(operation: Operation, catalogue: Catalogue): readonly QualifiedName[] {
  switch (operation.kind) {
    case 'add_check':
    case 'add_column':
    case 'add_exclusion':
    case 'add_foreign_key':
    case 'add_primary_key':
    case 'add_unique':
    case 'create_index':
    case 'drop_column':
    case 'drop_table':
    case 'validate_constraint':
      return [operation.table];
    case 'alter_column': {
      const { type, nullable, serverDefault, table } = operation;
      return [type, nullable, serverDefault].some((each) => each !== undefined) ? [table] : [];
    }
    case 'drop_constraint': {
      const constraint = findConstraintOf(findTable(catalogue, operation.table), known(operation.name));
      return constraint?.kind === 'foreign-key' ? [operation.table, constraint.referent] : [operation.table];
    }
    case 'statement': {
      const { command, table } = operation;
      return table !== undefined && (altersTable(command) || command === 'TRUNCATE') ? [table] : [];
    }
    default:
      return [];
  }
}
