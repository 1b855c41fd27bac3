/** Batch blocks that Alembic carries out by copying the table: offline it refuses to, since it can't look at the table. */

import type { Operation } from '../operations/operation.ts';
import { known } from '../operations/operation.ts';
import type { DialectName } from './dialect.ts';

/** The starts of the blocks that copy their table. */
export function copyingBlocks(operations: readonly Operation[], dialect: DialectName): ReadonlySet<number> {
  const blocks = operations.flatMap((operation) => {
    const { batch } = operation.circumstance;
    if (batch === undefined || operation.origin.kind !== 'batch') return [];
    const how = known(batch.recreate) ?? 'auto';
    const copies = how === 'always' || (how === 'auto' && dialect === 'sqlite' && !isPlain(operation));
    return copies ? [batch.span.start] : [];
  });
  return new Set(blocks);
}

/** What SQLite can do to a table as it is. */
function isPlain(operation: Operation): boolean {
  if (operation.kind === 'create_index' || operation.kind === 'drop_index') return true;
  if (operation.kind !== 'add_column') return false;
  const { serverDefault, computed, foreignKeys, unique } = operation.column;
  const constrained = foreignKeys.length > 0 || unique?.value === true;
  return serverDefault?.value.kind !== 'expression' && computed?.value.stored !== true && !constrained;
}
