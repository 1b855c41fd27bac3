/** A default for new rows only: the column without it first, then the default in a statement of its own. */

import { known, type OperationOf } from '../../operations/operation.ts';
import { replacement } from '../../text/edit.ts';
import { contains, type Span, slice } from '../../text/span.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { execute, identifier, literal, schemaArgument, tableInSql } from './code.ts';
import { around, removeArguments, setArgument, standsAlone } from './statement.ts';

export function defaultAfterwards(context: RuleContext, operation: OperationOf<'add_column'>): readonly Fix[] {
  const { migration } = context;
  const { text, style } = migration;
  const { column, origin, table } = operation;
  if (origin.kind === 'sql') return inSql(context, operation);
  const site = column.call?.arguments.get('server_default');
  if (column.call === undefined || site === undefined || !standsAlone(text, origin.call)) return [];
  const name = literal(style, column.name);
  const value = `server_default=${slice(text, site.valueSpan)}`;
  const inBatch = origin.kind === 'batch';
  const target = inBatch ? name : `${literal(style, table.name)}, ${name}`;
  const schema = inBatch ? '' : schemaArgument(style, table);
  const alter = `${origin.call.receiver}.alter_column(${target}, ${value}${schema})`;
  const note = noteFor(context, operation);
  const edits = [
    ...removeArguments(column.call, ['server_default']),
    ...(known(column.nullable) === false ? setArgument(text, column.call, 'nullable', 'True') : []),
    ...around(migration, origin.call, [note], [alter]),
  ];
  return [{ title: `Set the default of ${column.name} after adding it`, preferred: true, edits }];
}

function noteFor(context: RuleContext, { table, column }: OperationOf<'add_column'>): string {
  return `# Next: fill ${context.show(table)}.${column.name} in batches: rows that are there stay NULL.`;
}

/** The column definition without DEFAULT and NOT NULL, and the default in a statement behind it. */
function inSql(context: RuleContext, operation: OperationOf<'add_column'>): readonly Fix[] {
  const { migration } = context;
  const { text, style } = migration;
  const { column, origin, table, span } = operation;
  const value = column.serverDefault;
  if (value === undefined || style.op === undefined || !standsAlone(text, origin.call)) return [];
  if (!contains(span, value.span)) return [];
  const word = /\s+DEFAULT\s*$/i.exec(text.slice(span.start, value.span.start));
  const required = known(column.nullable) === false ? column.nullable : undefined;
  const alter = `ALTER TABLE ${tableInSql(table)} ALTER COLUMN ${identifier(column.name)} SET DEFAULT ${slice(text, value.span)}`;
  const isLinear = origin.kind === 'sql' && origin.linear && !/["\\\n]/.test(slice(text, value.span));
  if (word === null || !isLinear || (required !== undefined && !contains(span, required.span))) return [];
  const edits = [
    replacement({ start: span.start + word.index, end: value.span.end }, ''),
    ...(required === undefined ? [] : [replacement(withBlank(text, required.span), '')]),
    ...around(migration, origin.call, [noteFor(context, operation)], [execute(style, style.op, alter)]),
  ];
  return [{ title: `Set the default of ${column.name} after adding it`, preferred: true, edits }];
}

/** The words with the white space before them. */
function withBlank(text: string, { start, end }: Span): Span {
  return { start: start - (/\s*$/.exec(text.slice(0, start))?.[0].length ?? 0), end };
}
