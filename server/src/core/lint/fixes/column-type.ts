/** Another type for a column that the revision makes. */

import type { ColumnDefinition } from '../../operations/operation.ts';
import { writeType } from '../../operations/write-type.ts';
import type { DataType } from '../../schema/data-type.ts';
import { replacement } from '../../text/edit.ts';
import type { Fix, RuleContext } from '../rule.ts';

/**
 * @param type the type by PostgreSQL's name, for Python
 * @param sql the same in SQL
 */
export function changeType(
  { migration }: RuleContext,
  column: ColumnDefinition,
  type: Pick<DataType, 'name'> & Partial<DataType>,
  sql: string,
): readonly Fix[] {
  const { dimensions } = column.type.value;
  const wanted: DataType = { modifiers: [], dimensions, source: sql, ...type };
  const text = column.call === undefined ? sql + '[]'.repeat(dimensions) : writeType(wanted, migration.style);
  if (text === undefined || migration.style.sa === undefined) return [];
  return [{ title: `Make ${column.name} ${sql}`, preferred: true, edits: [replacement(column.type.span, text)] }];
}
