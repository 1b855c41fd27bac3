/** Numbers for new rows from a sequence of the column's own, while old rows stay NULL until they are filled in batches. */

import type { OperationOf } from '../../operations/operation.ts';
import { findTable } from '../../schema/catalogue.ts';
import { sequenceName } from '../../schema/default-names.ts';
import { quoteIdentifier, quoteLiteral, quoteQualified } from '../../sql/quote.ts';
import { type Edit, replacement } from '../../text/edit.ts';
import { contains, slice } from '../../text/span.ts';
import type { Fix, RuleContext, Step } from '../rule.ts';
import { placeOf } from './batch.ts';
import { execute } from './code.ts';
import { argumentAt, around, removeArguments, setArgument, standsAlone } from './statement.ts';

type AddColumn = OperationOf<'add_column'>;

export function numberedLater(context: RuleContext, { before }: Step, operation: AddColumn): readonly Fix[] {
  const { migration } = context;
  const { text, style } = migration;
  const { origin, circumstance, table, column } = operation;
  const { op } = style;
  const edits = plain(text, operation);
  if (op === undefined || edits.length === 0 || !standsAlone(text, origin.call)) return [];
  const sequence = quoteQualified(sequenceName(before, findTable(before, table) ?? table, column.name));
  const owner = `${quoteQualified(table)}.${quoteIdentifier(column.name)}`;
  const after = [
    `CREATE SEQUENCE ${sequence} OWNED BY ${owner}`,
    `ALTER TABLE ${quoteQualified(table)} ALTER COLUMN ${quoteIdentifier(column.name)} SET DEFAULT nextval(${quoteLiteral(sequence)})`,
  ].map((sql) => execute(style, op, sql));
  const note = `# Next: fill ${context.show(table)}.${column.name} in batches from ${sequence}: rows that are there stay NULL.`;
  const place = circumstance.batch === undefined ? origin.call : placeOf(text, circumstance.batch);
  return [
    {
      title: `Number new rows from a sequence, and fill the old ones later`,
      preferred: true,
      edits: [...around(migration, origin.call, [note], []), ...edits, ...around(migration, place, [], after)],
    },
  ];
}

/** The column without what numbers it; nothing where it is a key besides. */
function plain(text: string, { column, span, inlinePrimaryKey }: AddColumn): readonly Edit[] {
  const { call, identity, nullable } = column;
  if (column.primaryKey && inlinePrimaryKey) return [];
  if (call === undefined) return plainSql(text, { column, span });
  const names = ['primary_key', 'autoincrement'].filter((name) => call.arguments.has(name));
  const own = identity && argumentAt(call, identity.span);
  const removed = removeArguments(call, own === undefined ? names : [own, ...names]);
  return nullable === undefined ? removed : [...removed, ...setArgument(text, call, 'nullable', 'True')];
}

const serials: Readonly<Record<string, string>> = {
  smallserial: 'smallint',
  serial2: 'smallint',
  serial: 'integer',
  serial4: 'integer',
  bigserial: 'bigint',
  serial8: 'bigint',
};

function plainSql(text: string, { column, span }: Pick<AddColumn, 'column' | 'span'>): readonly Edit[] {
  const { identity, type, nullable } = column;
  if (nullable !== undefined) return [];
  if (identity !== undefined) {
    if (!contains(span, identity.span)) return [];
    const blank = /\s*$/.exec(text.slice(span.start, identity.span.start))?.[0].length ?? 0;
    return [replacement({ start: identity.span.start - blank, end: identity.span.end }, '')];
  }
  const integer = serials[slice(text, type.span).toLowerCase()];
  return integer === undefined ? [] : [replacement(type.span, integer)];
}
