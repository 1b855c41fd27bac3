/** The schema for people: tables with what belongs to them, then the rest, each with the revision that made it. */

import { constraintSql, indexSql } from '../../core/render/schema/constraint.ts';
import { defaultSql, typeSql, unknown } from '../../core/render/schema/words.ts';
import type { Catalogue, ColumnState, Provenance, QualifiedName, TableState } from '../../core/schema/catalogue.ts';
import { quoteQualified } from '../../core/sql/quote.ts';
import type { SchemaReport } from '../schema-report.ts';

export function schemaText({ revisions, catalogue, unread, terminal }: SchemaReport): string {
  const { colors } = terminal;
  const tables = [...catalogue.tables.values()].filter(({ temporary }) => !temporary);
  const parts = [
    ...tables.map((table) => tableText(table, colors)),
    ...otherParts(catalogue).map(({ title, rows }) =>
      [colors.bold(title), ...rows.map(({ text, by }) => `  ${text}${mark(by, colors)}`)].join('\n'),
    ),
    ...(unread.length === 0
      ? []
      : [
          `${colors.yellow('Not read')}: ${unread.length} operations on the way; something may be missing here. \`--format json\` lists them.`,
        ]),
  ];
  const head = revisions.length === 0 ? 'base' : revisions.join(', ');
  if (parts.length === 0) return `${colors.dim(`at ${head}:`)} nothing\n`;
  return `${colors.dim(`at ${head}`)}\n\n${parts.join('\n\n')}\n`;
}

type Colors = SchemaReport['terminal']['colors'];

function tableText(table: TableState, colors: Colors): string {
  const { comment, parents, bound, partitionKey, rowSecurity, whole } = table;
  const facts = [
    partitionKey && `partitioned by ${partitionKey}`,
    parents &&
      parents.length > 0 &&
      `${bound === undefined ? 'inherits from' : 'partition of'} ${parents.map(quoteQualified).join(', ')}`,
    bound,
    table.unlogged && 'unlogged',
    rowSecurity?.enabled && `row level security${rowSecurity.forced ? ', forced' : ''}`,
    !whole && 'known in part',
    comment && `"${comment}"`,
  ].filter((fact) => fact);
  const title = `${colors.bold(quoteQualified(table))}${facts.length > 0 ? ` (${facts.join('; ')})` : ''}`;
  return [
    `${title}${mark(table.by, colors)}`,
    ...columnLines([...table.columns.values()], table.by, colors),
    ...table.constraints.map((constraint) => `  ${constraintSql(constraint)}${other(constraint.by, table.by, colors)}`),
    ...table.indexes.map((index) => `  ${indexText(indexSql(index, table))}${other(index.by, table.by, colors)}`),
    ...(table.triggers ?? []).map(({ name, when, by }) => `  TRIGGER ${name} ${when}${other(by, table.by, colors)}`),
    ...(table.policies ?? []).map(
      ({ name, command, by }) => `  POLICY ${name} FOR ${command.toUpperCase()}${other(by, table.by, colors)}`,
    ),
  ].join('\n');
}

/** Names and types in columns of their own. */
function columnLines(columns: readonly ColumnState[], made: Provenance, colors: Colors): readonly string[] {
  const name = Math.max(0, ...columns.map((column) => column.name.length));
  const types = columns.map((column) => typeSql(column.type));
  const type = Math.max(0, ...types.map((text) => text.length));
  return columns.map((column, i) => {
    const facts = [
      column.nullable ? '' : 'NOT NULL',
      column.serial === undefined ? '' : `numbered by ${quoteQualified(column.serial)}`,
      column.default === undefined ? '' : `DEFAULT ${defaultSql(column.default)}`,
      column.identity === undefined ? '' : `IDENTITY${column.identity.always ? ' ALWAYS' : ''}`,
      column.computed === undefined ? '' : `GENERATED AS (${column.computed.sql ?? unknown})`,
      column.comment === undefined ? '' : `"${column.comment}"`,
    ].filter((fact) => fact !== '');
    const line = `  ${column.name.padEnd(name)}  ${(types[i] ?? '').padEnd(type)}  ${facts.join(' ')}`.trimEnd();
    return `${line}${other(column.by, made, colors)}`;
  });
}

/** Without the words that stand in every line. */
function indexText(sql: string): string {
  return sql.replace(/^CREATE /, '').replace(/ ON (ONLY )?\S+/, ' ON');
}

interface Row {
  readonly text: string;
  readonly by: Provenance;
}

function otherParts(catalogue: Catalogue): readonly { readonly title: string; readonly rows: readonly Row[] }[] {
  const { schemas, extensions, enums, domains, types, sequences, views, functions } = catalogue;
  const alone = [...sequences.values()].filter(({ from }) => from === undefined);
  const parts = [
    { title: 'Schemas', rows: [...schemas.values()].map(({ name, by }) => ({ text: name, by })) },
    { title: 'Extensions', rows: [...extensions.values()].map(({ name, by }) => ({ text: name, by })) },
    {
      title: 'Enums',
      rows: [...enums.values()].map(({ schema, name = '', labels, by }) => ({
        text: `${show({ ...(schema === undefined ? {} : { schema }), name })} (${labels?.join(', ') ?? 'values not known'})`,
        by,
      })),
    },
    {
      title: 'Domains',
      rows: [...domains.values()].map((one) => ({ text: `${show(one)} ${typeSql(one.type)}`, by: one.by })),
    },
    { title: 'Types', rows: [...types.values()].map((one) => ({ text: show(one), by: one.by })) },
    { title: 'Sequences', rows: alone.map((one) => ({ text: show(one), by: one.by })) },
    {
      title: 'Views',
      rows: [...views.values()].map((one) => ({
        text: `${show(one)}${one.materialized ? ' (materialized)' : ''}`,
        by: one.by,
      })),
    },
    {
      title: 'Functions',
      rows: [...functions.values()].map((one) => ({ text: `${show(one)}(${one.signature})`, by: one.by })),
    },
  ];
  return parts.filter(({ rows }) => rows.length > 0);
}

function show(name: QualifiedName): string {
  return quoteQualified(name);
}

/** The revision of a member, where it isn't that of its table. */
function other(by: Provenance, table: Provenance, colors: Colors): string {
  return by.revision === table.revision ? '' : mark(by, colors);
}

function mark({ revision, tentative }: Provenance, colors: Colors): string {
  const why =
    tentative === undefined ? '' : tentative === 'conditional' ? ', under a condition' : ', if it was not there';
  return `  ${colors.dim(`-- ${revision}${why}`)}`;
}
