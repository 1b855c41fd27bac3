/**
 * Operations that well-known plugins add to `op`, read as the SQL that they run: alembic_postgresql_enum's
 * `sync_enum_values` and the entities of alembic_utils.
 */

import { itemsOf, plain } from '../python/constant.ts';
import { computedString } from '../python/string.ts';
import type { CallValue, Value } from '../python/value.ts';
import { quoteLiteral } from '../sql/quote.ts';
import type { BoundArguments, CallForm, CallReader, Reading } from './definition.ts';
import { asCore } from './execute-call.ts';
import { keyword, parameter } from './symbol.ts';
import { escapeBinds } from './write-python.ts';

export const pluginCalls: readonly CallForm[] = [
  {
    name: 'sync_enum_values',
    op: 'enum_schema, enum_name, new_values, affected_columns, enum_values_to_rename=(), indexes_to_recreate=None',
    read: readEnumSync,
  },
  { name: 'create_entity', op: 'entity', read: (args, reader) => readEntity('create', args, reader) },
  { name: 'replace_entity', op: 'entity', read: (args, reader) => readEntity('replace', args, reader) },
  { name: 'drop_entity', op: 'entity, cascade=False', read: (args, reader) => readEntity('drop', args, reader) },
];

function execute(statements: readonly string[], reader: CallReader): Reading {
  const sql = computedString(statements.map(escapeBinds).join(';\n'), reader.base.span);
  return asCore(reader.sql(sql, 'text'), reader);
}

/** The type is made anew under its name, the columns are cast to it, and the old one goes. */
function readEnumSync({ values }: BoundArguments, reader: CallReader): Reading {
  const schema = text(values.get('enum_schema'));
  const name = text(values.get('enum_name'));
  const labels = textsOf(values.get('new_values'));
  const columns = listOf(values.get('affected_columns'))?.map(columnOf);
  const renamed = values.get('enum_values_to_rename');
  const renames = renamed ? listOf(renamed)?.map((pair) => textsOf(pair)) : [];
  if (schema === undefined || name === undefined) return { opaque: "the enum's name is not known" };
  if (!labels) return { opaque: 'the new labels of the enum are not known' };
  if (!columns || columns.includes(undefined)) return { opaque: 'the columns of the enum are not known' };
  if (!renames || renames.includes(undefined)) return { opaque: 'the labels to rename are not known' };
  const type = `${quote(schema)}.${quote(name)}`;
  const old = `${name}_old`;
  const casts = columns.flatMap((column) => (column ? castColumn(column, schema, type, renames) : []));
  return execute(
    [
      `ALTER TYPE ${type} RENAME TO ${quote(old)}`,
      `CREATE TYPE ${type} AS ENUM (${labels.map(quoteLiteral).join(', ')})`,
      ...casts,
      `DROP TYPE ${quote(schema)}.${quote(old)}`,
    ],
    reader,
  );
}

interface EnumColumn {
  readonly schema: string | undefined;
  readonly table: string;
  readonly column: string;
  readonly isArray: boolean;
  readonly default: string | undefined;
}

function castColumn(
  { schema, table, column, isArray, default: fallback }: EnumColumn,
  enumSchema: string,
  type: string,
  renames: readonly (readonly string[] | undefined)[],
): readonly string[] {
  const alter = `ALTER TABLE ${quote(schema ?? enumSchema)}.${quote(table)} ALTER COLUMN ${quote(column)}`;
  const own = quote(column);
  const cases = renames.map((pair) => {
    const [from = '', to = ''] = pair ?? [];
    return `WHEN ${own}::text = ${quoteLiteral(from)} THEN ${quoteLiteral(to)}::${type}`;
  });
  const cast = isArray
    ? `${own}::text[]::${type}[]`
    : cases.length > 0
      ? `CASE ${cases.join(' ')} ELSE ${own}::text::${type} END`
      : `${own}::text::${type}`;
  const change = `${alter} TYPE ${type}${isArray ? '[]' : ''} USING ${cast}`;
  if (fallback === undefined) return [change];
  return [`${alter} DROP DEFAULT`, change, `${alter} SET DEFAULT ${withNewLabels(fallback, renames)}`];
}

/** The default with each renamed label under its new name, alone or in an array's text. */
function withNewLabels(sql: string, renames: readonly (readonly string[] | undefined)[]): string {
  return renames.reduce((text, pair) => {
    const [from = '', to = ''] = pair ?? [];
    return text.replaceAll(`'${from}'`, () => `'${to}'`).replaceAll(`"${from}"`, () => `"${to}"`);
  }, sql);
}

/** `TableReference(…)`, or a pair of table and column. */
function columnOf(value: Value): EnumColumn | undefined {
  if (value.kind !== 'call') {
    const [table, column] = textsOf(value) ?? [];
    if (table === undefined || column === undefined) return undefined;
    return { schema: undefined, table, column, isArray: false, default: undefined };
  }
  const table = text(parameter(value, 0, 'table_name'));
  const column = text(parameter(value, 1, 'column_name'));
  const type = parameter(value, 3, 'column_type');
  if (table === undefined || column === undefined) return undefined;
  return {
    schema: text(parameter(value, 2, 'table_schema')),
    table,
    column,
    isArray: type?.kind === 'reference' && type.path.endsWith('.ARRAY'),
    default: text(parameter(value, 4, 'existing_server_default')),
  };
}

type Change = 'create' | 'replace' | 'drop';

function readEntity(change: Change, { values }: BoundArguments, reader: CallReader): Reading {
  const entity = values.get('entity');
  const path = entity?.kind === 'call' && entity.callee.kind === 'reference' ? entity.callee.path : '';
  const write = entities[path.slice(path.lastIndexOf('.') + 1)];
  if (entity?.kind !== 'call' || !path.startsWith('alembic_utils.') || !write)
    return { opaque: 'the entity is only known when the migration runs' };
  const parts = entityParts(entity);
  const sql = parts && write(change, parts);
  if (!sql) return { opaque: 'the definition of the entity is only known when the migration runs' };
  const cascade = change === 'drop' && plain(values.get('cascade') ?? entity) === true ? ' CASCADE' : '';
  return execute([sql + cascade], reader);
}

interface EntityParts {
  readonly schema: string;
  readonly signature: string;
  readonly definition: string;
  /** The table of a trigger or policy. */
  readonly on: string | undefined;
}

function entityParts(entity: CallValue): EntityParts | undefined {
  const schema = text(parameter(entity, 0, 'schema'));
  const signature = text(parameter(entity, 1, 'signature'));
  const isExtension = entity.callee.kind === 'reference' && entity.callee.path.endsWith('PGExtension');
  const definition = isExtension ? '' : text(parameter(entity, 2, 'definition'));
  if (schema === undefined || signature === undefined || definition === undefined) return undefined;
  const body = definition.trim().replace(/;$/, '');
  return { schema, signature, definition: body, on: text(keyword(entity, 'on_entity')) };
}

/** What alembic_utils writes for each of its entities. */
const entities: Readonly<Record<string, ((change: Change, parts: EntityParts) => string | undefined) | undefined>> = {
  PGFunction: (change, { schema, signature, definition }) => routine('FUNCTION', change, schema, signature, definition),
  PGProcedure: (change, { schema, signature, definition }) =>
    routine('PROCEDURE', change, schema, signature, definition),
  PGView: (change, { schema, signature, definition }) =>
    change === 'drop'
      ? `DROP VIEW ${quote(schema)}.${quote(signature)}`
      : `CREATE ${change === 'replace' ? 'OR REPLACE ' : ''}VIEW ${quote(schema)}.${quote(signature)} AS ${definition}`,
  PGMaterializedView: (change, { schema, signature, definition }) => {
    const name = `${quote(schema)}.${quote(signature)}`;
    const drop = `DROP MATERIALIZED VIEW ${change === 'replace' ? 'IF EXISTS ' : ''}${name}`;
    const create = `CREATE MATERIALIZED VIEW ${name} AS ${definition}`;
    return change === 'drop' ? drop : change === 'replace' ? `${drop};\n${create}` : create;
  },
  PGTrigger: (change, { signature, definition, on }) => {
    const drop = on === undefined ? undefined : `DROP TRIGGER ${quote(signature)} ON ${on}`;
    const create = `CREATE TRIGGER ${quote(signature)} ${definition}`;
    return change === 'drop' ? drop : change === 'create' ? create : drop && `${drop};\n${create}`;
  },
  PGPolicy: (change, { signature, definition, on }) => {
    if (on === undefined) return undefined;
    const drop = `DROP POLICY ${signature} ON ${on}`;
    const create = `CREATE POLICY ${signature} ON ${on} ${definition}`;
    return change === 'drop' ? drop : change === 'create' ? create : `${drop};\n${create}`;
  },
  PGExtension: (change, { schema, signature }) =>
    change === 'drop'
      ? `DROP EXTENSION ${quote(signature)}`
      : `CREATE EXTENSION ${quote(signature)} WITH SCHEMA ${quote(schema)}`,
};

/** A function's defaults are no part of its name when it is dropped. */
function routine(word: string, change: Change, schema: string, signature: string, definition: string): string {
  const name = `${quote(schema)}.${signature}`;
  if (change === 'drop') return `DROP ${word} ${name.replace(/\s+(?:default|=)\s+[^,)]+/gi, '')}`;
  return `CREATE ${change === 'replace' ? 'OR REPLACE ' : ''}${word} ${name} ${definition}`;
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function text(value: Value | undefined): string | undefined {
  const constant = value && plain(value);
  return typeof constant === 'string' ? constant : undefined;
}

function listOf(value: Value | undefined): readonly Value[] | undefined {
  return value && itemsOf(value);
}

function textsOf(value: Value | undefined): readonly string[] | undefined {
  const items = listOf(value)?.map(text);
  return items && !items.includes(undefined) ? items.flatMap((item) => item ?? []) : undefined;
}
