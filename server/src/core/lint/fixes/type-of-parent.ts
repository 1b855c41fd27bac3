/** The type of the column that a foreign key refers to, for a column that is made here. */

import type { ColumnDefinition } from '../../operations/operation.ts';
import type { ColumnState } from '../../schema/catalogue.ts';
import { replacement } from '../../text/edit.ts';
import type { Fix, RuleContext } from '../rule.ts';

export function typeOfParent(
  { migration }: RuleContext,
  column: ColumnDefinition,
  parent: ColumnState,
): readonly Fix[] {
  const { sa } = migration.style;
  const { source } = parent.type;
  // What another file calls a type may have another name here.
  if (column.call === undefined || sa === undefined || !source.startsWith(`${sa}.`)) return [];
  return [{ title: `Make it ${source}`, preferred: true, edits: [replacement(column.type.span, source)] }];
}
