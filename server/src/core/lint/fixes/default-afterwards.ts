/** A default for new rows only: the column without it first, then the default in a statement of its own. */

import { known, type OperationOf } from '../../operations/operation.ts';
import { slice } from '../../text/span.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { literal, schemaArgument } from './code.ts';
import { around, removeArguments, setArgument, standsAlone } from './statement.ts';

export function defaultAfterwards(context: RuleContext, operation: OperationOf<'add_column'>): readonly Fix[] {
  const { migration } = context;
  const { text, style } = migration;
  const { column, origin, table } = operation;
  const site = column.call?.arguments.get('server_default');
  if (column.call === undefined || site === undefined || origin.kind === 'sql' || !standsAlone(text, origin.call))
    return [];
  const name = literal(style, column.name);
  const value = `server_default=${slice(text, site.valueSpan)}`;
  const inBatch = origin.kind === 'batch';
  const target = inBatch ? name : `${literal(style, table.name)}, ${name}`;
  const schema = inBatch ? '' : schemaArgument(style, table);
  const alter = `${origin.call.receiver}.alter_column(${target}, ${value}${schema})`;
  const note = `# Next: fill ${context.show(table)}.${column.name} in batches: rows that are there stay NULL.`;
  const edits = [
    ...removeArguments(column.call, ['server_default']),
    ...(known(column.nullable) === false ? setArgument(text, column.call, 'nullable', 'True') : []),
    ...around(migration, origin.call, [note], [alter]),
  ];
  return [{ title: `Set the default of ${column.name} after adding it`, preferred: true, edits }];
}
