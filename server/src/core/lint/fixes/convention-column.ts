/** Columns that every table of a project has, added to a new table as the others have them. */

import type { Style } from '../../operations/function.ts';
import type { OperationOf } from '../../operations/operation.ts';
import { columnDefinition } from '../../operations/restore.ts';
import { writeColumn } from '../../operations/write-column.ts';
import { type Catalogue, type ColumnState, tableKey } from '../../schema/catalogue.ts';
import { insertion } from '../../text/edit.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { literal } from './code.ts';
import { indentAt } from './statement.ts';

/** @param catalogue where the other tables are looked up */
export function addColumns(
  { migration }: RuleContext,
  operation: OperationOf<'create_table'>,
  names: readonly string[],
  catalogue: Catalogue,
): readonly Fix[] {
  const { text, style } = migration;
  const { columns, origin, span } = operation;
  const last = columns.at(-1);
  if (origin.kind === 'sql' || last === undefined) return [];
  const written = names.map((name) => {
    const model = modelOf(catalogue, name, tableKey(operation.table));
    if (model === undefined) return byName(style, name);
    const { comment: _, autoincrement: __, ...column } = columnDefinition(model, catalogue, span);
    const nullable = model.nullable ? undefined : column.nullable;
    return writeColumn({ ...column, nullable, comment: undefined, autoincrement: undefined }, style);
  });
  const sources = written.flatMap((each) => each ?? []);
  if (sources.length < names.length) return [];
  const oneLine = !text.slice(origin.call.span.start, last.span.start).includes('\n');
  const separator = oneLine ? ', ' : `,${style.newline}${indentAt(text, last.span.start)}`;
  const edits = [insertion(last.span.end, sources.map((source) => separator + source).join(''))];
  return [{ title: `Add ${names.join(' and ')}`, preferred: true, edits }];
}

/** The column as another table has it. */
function modelOf({ tables }: Catalogue, name: string, own: string): ColumnState | undefined {
  for (const [key, table] of tables) {
    const column = table.columns.get(name);
    if (key !== own && column?.type.name !== undefined) return column;
  }
  return undefined;
}

/** A moment, where the name says so; the type of other columns only the author can know. */
function byName({ sa, ...style }: Style, name: string): string | undefined {
  if (sa === undefined || !/_(at|on)$/.test(name)) return undefined;
  return `${sa}.Column(${literal({ sa, ...style }, name)}, ${sa}.DateTime(timezone=True), server_default=${sa}.func.now(), nullable=False)`;
}
