/** Batch blocks that Alembic carries out by copying the table: offline it refuses to, since it can't look at the table. */

import { known, type Operation } from '../operations/operation.ts';
import { isCallOf } from '../operations/symbol.ts';
import { bind, given, isString, truth } from './item/arguments.ts';
import { columnItem } from './item/column.ts';
import { impliedConstraints } from './item/table.ts';
import type { Setting } from './setting.ts';

/** The starts of the blocks that copy their table. */
export function copyingBlocks(operations: readonly Operation[], setting: Setting): ReadonlySet<number> {
  const blocks = operations.flatMap((operation) => {
    const { batch } = operation.circumstance;
    if (batch === undefined || operation.origin.kind !== 'batch') return [];
    const how = known(batch.recreate) ?? 'auto';
    const copies = how === 'always' || (how === 'auto' && needsCopy(operation, setting));
    return copies ? [batch.span.start] : [];
  });
  return new Set(blocks);
}

/** SQLite can add a simple column and make or drop an index; anything else takes a new table. */
function needsCopy(operation: Operation, setting: Setting): boolean {
  if (setting.dialect.name !== 'sqlite') return false;
  if (operation.kind === 'create_index' || operation.kind === 'drop_index') return false;
  const added = operation.kind === 'add_column' ? operation.origin.call.given?.values.get('column') : undefined;
  const column = added && columnItem(added);
  if (column === undefined) return true;
  const { serverDefault, computed } = column;
  const [wrapped] = isCallOf(serverDefault, 'DefaultClause') ? serverDefault.arguments : [];
  const value = wrapped?.value ?? serverDefault;
  const isExpression = value !== undefined && !isString(value) && !isCallOf(value, 'FetchedValue');
  const isStored =
    computed !== undefined && truth(given(bind(computed, ['sqltext', 'persisted']), 'persisted')) === true;
  return isExpression || isStored || impliedConstraints(column, setting).length > 0;
}
