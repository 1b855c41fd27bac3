/** CREATE TABLE, with the types that must exist before it and the indexes and comments that follow it. */

import type { GivenValues } from '../../operations/operation.ts';
import type { Value } from '../../python/value.ts';
import { exact, type Fragment, join, lowered, nothing, refused, sql } from '../fragment.ts';
import { dialectOptions, itemsOf, plainText, truth } from '../item/arguments.ts';
import { columnName } from '../item/column.ts';
import type { ConstraintItem, Referent } from '../item/constraint.ts';
import { flag, withFlags } from '../item/flag.ts';
import { type TableItem, tableItem } from '../item/table.ts';
import type { Setting } from '../setting.ts';
import { literalSql, nameSql, namesSql, rawSql, saTableSql, unknownSql } from '../text/name.ts';
import { typeFor } from '../type/construct.ts';
import { createEnum, enumName, enumOf } from '../type/enum.ts';
import { columnChecks, columnSql } from './column.ts';
import { columnComment } from './comment.ts';
import { constraintSql } from './constraint.ts';
import { createdDomain } from './domain.ts';
import { createIndexSql } from './index-sql.ts';
import type { Part } from './part.ts';

/** @param made names of the types that this run has made already; new ones are added */
export function createTableParts(args: GivenValues, setting: Setting, made: Set<string>): readonly Part[] {
  const schema = args.values.get('schema');
  const table = tableItem(
    {
      name: args.values.get('table_name'),
      schema: schema?.kind === 'none' ? undefined : schema,
      items: args.rest,
    },
    setting,
  );
  const exists = flag(args, 'if_not_exists');
  const written = withFlags(createTableSql(table, args, exists.value, setting), exists);
  const twice = columnTwice(table);
  const create = twice === undefined ? written : refused(written.sql, `the column ${twice} is declared twice`);
  return [
    ...createTypes(table, setting, made),
    {
      sql: args.unread ? lowered(create, 'partial', 'some columns can’t be read') : create,
      does: ['create table', 'create partition'],
    },
    ...table.indexes.map((index) => ({ sql: createIndexSql(index, table, setting), does: ['create index'] })),
    ...comments(table, args, setting),
  ];
}

/** The name of a column that stands in the table twice, which SQLAlchemy refuses. */
function columnTwice({ columns }: TableItem): string | undefined {
  const names = columns.map(columnName);
  return names.find((name, i) => name !== undefined && names.indexOf(name) < i);
}

/** CREATE TYPE for each enum or domain that no table of this run has made before. */
function createTypes(table: TableItem, setting: Setting, made: Set<string>): readonly Part[] {
  if (setting.dialect.name !== 'postgresql') return [];
  return table.columns.flatMap(({ type }) => {
    const meant = type && typeFor(type, setting)?.value;
    const created = createdEnum(meant, table, setting) ?? createdDomain(meant, setting);
    if (created === undefined || made.has(created.name)) return [];
    made.add(created.name);
    return [{ sql: created.sql, does: [] }];
  });
}

function createdEnum(type: Value | undefined, table: TableItem, setting: Setting) {
  const facts = enumOf(type);
  if (facts === undefined || !facts.native || !facts.creates) return undefined;
  return { name: enumName(facts, setting, table.schema).sql, sql: createEnum(facts, setting, table.schema) };
}

function createTableSql(table: TableItem, args: GivenValues, exists: boolean, setting: Setting): Fragment {
  const columns = table.columns
    .filter((column) => !column.system)
    .map((column) => sql`${columnSql(column, table, setting)}${columnChecks(column, table, setting)}`);
  const constraints = [
    ...(table.primaryKey === undefined ? [] : [table.primaryKey]),
    ...table.constraints.filter((item) => isWritten(item, table, setting)),
  ];
  const others = table.others.map((value) => unknownSql(value, setting));
  const body = [...columns, ...constraints.map((item) => constraintSql(item, table, setting)), ...others];
  const lines = join(
    body.map((line) => sql`    ${line}`),
    ', \n',
  );
  const prefixes = (itemsOf(args.values.get('prefixes')) ?? []).map((prefix) => sql`${rawSql(prefix, setting)} `);
  const head = sql`CREATE ${join(prefixes, '')}TABLE ${exists ? 'IF NOT EXISTS ' : ''}${saTableSql(table.schema, table.name, setting)} (`;
  const written = sql`${head}\n${lines}\n)${tableOptions(args, setting)}`;
  const missing = missingColumn(table);
  return missing === undefined
    ? written
    : refused(written.sql, `the table refers to its own column ${missing}, which it does not have`);
}

/** A column of the table itself that a foreign key refers to and that isn't declared. */
function missingColumn(table: TableItem): string | undefined {
  const names = new Set(table.columns.map(columnName));
  if (table.others.length > 0 || names.has(undefined)) return undefined;
  return table.constraints
    .flatMap((item) => (item.kind === 'foreign-key' && isOwn(item.referent, table) ? item.referent.columns : []))
    .map(plainText)
    .find((name) => name !== undefined && !names.has(name));
}

function isOwn(referent: Referent, table: TableItem): boolean {
  return plainText(referent.table) === plainText(table.name) && plainText(referent.schema) === plainText(table.schema);
}

/** Keys that are added later are left out, as are SQLite's keys into another schema. */
function isWritten(item: ConstraintItem, table: TableItem, { dialect }: Setting): boolean {
  if (item.kind === 'unique' && item.columns.length === 0) return false;
  if (item.kind !== 'foreign-key') return true;
  if (dialect.name === 'sqlite') return plainText(item.referent.schema) === plainText(table.schema);
  return truth(item.args.values.get('use_alter')) !== true;
}

function tableOptions(args: GivenValues, setting: Setting): Fragment {
  const own = dialectOptions(args, setting.dialect.name);
  switch (setting.dialect.name) {
    case 'postgresql':
      return postgresqlOptions(own, setting);
    case 'sqlite': {
      const options = [
        truth(own.get('with_rowid')) === false ? 'WITHOUT ROWID' : '',
        truth(own.get('strict')) ? 'STRICT' : '',
      ];
      const given = options.filter((option) => option !== '');
      return exact(given.length === 0 ? '' : `\n ${given.join(',\n ')}`);
    }
    case 'mysql':
      return mysqlOptions(own, args, setting);
  }
}

function postgresqlOptions(own: ReadonlyMap<string, Value>, setting: Setting): Fragment {
  const option = (name: string, write: (value: Value) => Fragment): Fragment => {
    const value = own.get(name);
    return value === undefined || truth(value) === false ? nothing : sql`\n ${write(value)}`;
  };
  const oids = own.get('with_oids');
  return join(
    [
      option('inherits', (value) => sql`INHERITS ( ${namesSql(itemsOf(value) ?? [value], setting)} )`),
      option('partition_by', (value) => sql`PARTITION BY ${rawSql(value, setting)}`),
      option('using', (value) => sql`USING ${rawSql(value, setting)}`),
      oids?.kind === 'boolean' ? exact(oids.value ? '\n WITH OIDS' : '\n WITHOUT OIDS') : nothing,
      option('on_commit', (value) => sql`ON COMMIT ${capitals(rawSql(value, setting))}`),
      option('tablespace', (value) => sql`TABLESPACE ${nameSql(value, setting)}`),
    ],
    '',
  );
}

function capitals(fragment: Fragment): Fragment {
  return { ...fragment, sql: fragment.sql.replaceAll('_', ' ').toUpperCase() };
}

const spaced = new Set(['TABLESPACE', 'DEFAULT CHARACTER SET', 'CHARACTER SET', 'COLLATE']);
const inWords = new Set([
  'DATA_DIRECTORY',
  'INDEX_DIRECTORY',
  'DEFAULT_CHARACTER_SET',
  'CHARACTER_SET',
  'DEFAULT_CHARSET',
  'DEFAULT_COLLATE',
]);

/** Options by name; the collation stands after the character set. */
function mysqlOptions(own: ReadonlyMap<string, Value>, args: GivenValues, setting: Setting): Fragment {
  const comment = args.values.get('comment');
  const all = [...own, ...(comment === undefined || comment.kind === 'none' ? [] : [['comment', comment] as const])];
  const ordered = [...all.filter(([name]) => name !== 'collate'), ...all.filter(([name]) => name === 'collate')];
  const written = ordered.map(([name, value]) => {
    const key = name.toUpperCase();
    const words = inWords.has(key) ? key.replaceAll('_', ' ') : key;
    const right = key === 'COMMENT' ? literalSql(value, setting) : rawSql(value, setting);
    return sql`${words}${spaced.has(words) ? ' ' : '='}${right}`;
  });
  return join(written, ' ');
}

function comments(table: TableItem, args: GivenValues, setting: Setting): readonly Part[] {
  if (setting.dialect.comments !== 'statement') return [];
  const comment = args.values.get('comment');
  const own =
    comment === undefined || comment.kind === 'none'
      ? []
      : [
          {
            sql: sql`COMMENT ON TABLE ${saTableSql(table.schema, table.name, setting)} IS ${literalSql(comment, setting)}`,
            does: ['comment'],
          },
        ];
  return [...own, ...table.columns.flatMap((column) => columnComment(column, table, setting))];
}
