/** Whether an operation can be run a second time after the first was committed. */

import type { Operation } from '../operations/operation.ts';

/** What a second run would refuse, such as a table that is there already, isn't repeatable; what sets a state is. */
export function isRepeatable(operation: Operation): boolean {
  switch (operation.kind) {
    case 'create_table':
    case 'create_index':
    case 'add_column':
      return operation.ifNotExists;
    case 'drop_table':
    case 'drop_column':
    case 'drop_index':
    case 'drop_constraint':
    case 'drop_type':
      return operation.ifExists;
    case 'create_type':
      return operation.checkFirst;
    case 'alter_column':
      return operation.newName === undefined;
    case 'alter_type':
      return operation.change.kind === 'add-value' && operation.change.ifNotExists;
    case 'update':
    case 'delete':
    case 'select':
    case 'set_comment':
    case 'transaction':
    case 'validate_constraint':
      return true;
    case 'statement':
      return harmless.has(operation.command) || operation.changes?.length === 0;
    case 'opaque':
      return true;
    default:
      return false;
  }
}

/** Commands that may always be given again. */
const harmless: ReadonlySet<string> = new Set(
  'ANALYZE,GRANT,REVOKE,LOCK TABLE,REFRESH MATERIALIZED VIEW,REINDEX,RESET,SET,SET CONSTRAINTS,SHOW,TRUNCATE,VACUUM'.split(
    ',',
  ),
);
