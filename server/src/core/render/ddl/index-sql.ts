/** CREATE INDEX and DROP INDEX. */

import type { GivenValues } from '../../operations/operation.ts';
import { isCallOf, sqlalchemyName } from '../../operations/symbol.ts';
import type { Value } from '../../python/value.ts';
import { expressionSql, groupedSql } from '../expression/expression.ts';
import { exact, type Fragment, join, lowered, nothing, refused, sql } from '../fragment.ts';
import { dialectOptions, isString, itemsOf, lastName, plainText, truth } from '../item/arguments.ts';
import { type Flag, flag, withFlags } from '../item/flag.ts';
import type { IndexItem } from '../item/table.ts';
import type { Setting } from '../setting.ts';
import { objectName } from '../text/constraint-name.ts';
import { nameSql, namesSql, rawSql, saTableSql, unknownSql } from '../text/name.ts';
import { numberSql } from '../type/writer.ts';
import { classOf, conditionSql, type Owner } from './constraint.ts';

export function createIndexSql(index: IndexItem, table: Owner, setting: Setting): Fragment {
  const own = dialectOptions(index.args, setting.dialect.name);
  const name = indexName(index, table, setting);
  const exists = flag(index.args, 'if_not_exists');
  const unique = index.unique.value ? 'UNIQUE ' : '';
  const where = own.get('where');
  const condition =
    where === undefined || where.kind === 'none' ? nothing : sql` WHERE ${conditionSql(where, setting)}`;
  const before = exists.value ? 'IF NOT EXISTS ' : '';
  const written = forms[setting.dialect.name]({ index, table, setting, own, name, unique, before, condition });
  const known = withFlags(written, index.unique, exists, flag(index.args, 'postgresql_concurrently'));
  return index.args.unread ? lowered(known, 'partial', 'some arguments of the index can’t be read') : known;
}

interface Form {
  readonly index: IndexItem;
  readonly table: Owner;
  readonly setting: Setting;
  readonly own: ReadonlyMap<string, Value>;
  readonly name: Fragment;
  readonly unique: string;
  readonly before: string;
  readonly condition: Fragment;
}

const forms = { postgresql, sqlite, mysql } as const;

function postgresql({ index, table, setting, own, name, unique, before, condition }: Form): Fragment {
  const concurrently = truth(own.get('concurrently')) ? 'CONCURRENTLY ' : '';
  const using = own.get('using');
  const method =
    using === undefined || truth(using) === false
      ? nothing
      : sql`USING ${{ ...rawSql(using, setting), sql: rawSql(using, setting).sql.toLowerCase() }} `;
  const ops = own.get('ops');
  const keys = keyList(index, setting, (key) => {
    const written = isString(key) ? nameSql(key, setting) : groupedKey(key, setting);
    const opclass = ops?.kind === 'dict' ? classOf(ops, keyOf(key)) : undefined;
    return opclass === undefined ? written : sql`${written} ${rawSql(opclass, setting)}`;
  });
  return sql`CREATE ${unique}INDEX ${concurrently}${before}${name} ON ${saTableSql(table.schema, table.name, setting)} ${method}(${keys})${details(own, setting)}${condition}`;
}

function sqlite({ index, table, setting, name, unique, before, condition }: Form): Fragment {
  const prefix = table.schema === undefined ? nothing : sql`${nameSql(table.schema, setting)}.`;
  return sql`CREATE ${unique}INDEX ${before}${prefix}${name} ON ${nameSql(table.name, setting)} (${keyList(index, setting, (key) => plainKey(key, setting))})${condition}`;
}

function mysql({ index, table, setting, own, name, unique, before }: Form): Fragment {
  const prefix = own.get('prefix');
  const kind = prefix === undefined ? nothing : sql`${rawSql(prefix, setting)} `;
  const length = own.get('length');
  const keys = keyList(index, setting, (key) => {
    const written = plainKey(key, setting);
    if (length?.kind === 'dict' && !isString(key) && !isCallOf(key, 'column')) {
      return refused(written.sql, 'mysql_length knows columns by name only');
    }
    const size = length?.kind === 'dict' ? classOf(length, plainText(key)) : length;
    return size === undefined ? written : sql`${written}(${numberSql(size, setting)})`;
  });
  const using = own.get('using');
  const method = using === undefined ? nothing : sql` USING ${nameSql(using, setting)}`;
  return sql`CREATE ${unique}${kind}INDEX ${before}${name} ON ${saTableSql(table.schema, table.name, setting)} (${keys})${method}`;
}

/** INCLUDE, NULLS NOT DISTINCT, WITH and TABLESPACE. */
function details(own: ReadonlyMap<string, Value>, setting: Setting): Fragment {
  const included = own.get('include');
  const columns = itemsOf(included);
  const include =
    included === undefined || truth(included) === false
      ? nothing
      : sql` INCLUDE (${columns === undefined ? unknownSql(included, setting) : namesSql(columns, setting)})`;
  const distinct = truth(own.get('nulls_not_distinct'));
  const isGiven = own.has('nulls_not_distinct') && own.get('nulls_not_distinct')?.kind !== 'none';
  const nulls =
    isGiven && distinct !== undefined ? exact(distinct ? ' NULLS NOT DISTINCT' : ' NULLS DISTINCT') : nothing;
  const tablespace = own.get('tablespace');
  const place =
    tablespace === undefined || truth(tablespace) === false
      ? nothing
      : sql` TABLESPACE ${nameSql(tablespace, setting)}`;
  return sql`${include}${nulls}${storage(own.get('with'), setting)}${place}`;
}

function storage(value: Value | undefined, setting: Setting): Fragment {
  if (value === undefined || truth(value) === false) return nothing;
  if (value.kind !== 'dict') return sql` WITH (${unknownSql(value, setting)})`;
  const items = value.entries.map(({ key, value: given }) => {
    const right =
      given.kind === 'boolean'
        ? exact(given.value ? 'True' : 'False')
        : given.kind === 'number'
          ? numberSql(given, setting)
          : rawSql(given, setting);
    return sql`${rawSql(key, setting)} = ${right}`;
  });
  return sql` WITH (${join(items, ', ')})`;
}

function keyList(index: IndexItem, setting: Setting, write: (key: Value) => Fragment): Fragment {
  if (index.keys === undefined) return unknownSql(index.args.values.get('columns'), setting);
  const names = index.keys.flatMap((key) => addedColumn(key) ?? []);
  const written = join(index.keys.map(write), ', ');
  return new Set(names).size === names.length ? written : refused(written.sql, 'a column stands twice in the index');
}

function groupedKey(key: Value, setting: Setting): Fragment {
  const scope = { setting, qualified: false };
  return isCallOf(key, 'column', 'literal_column') ? expressionSql(key, scope) : groupedSql(key, scope);
}

function plainKey(key: Value, setting: Setting): Fragment {
  if (isString(key)) return nameSql(key, setting);
  const scope = { setting, qualified: false };
  if (setting.dialect.name !== 'mysql') return expressionSql(key, scope);
  const isFunction = key.kind === 'call' && sqlalchemyName(key.callee)?.startsWith('func.') === true;
  const isOrdered = /^nulls_?(first|last)$/.test(lastName(key) ?? '');
  return isFunction || isOrdered ? sql`(${expressionSql(key, scope)})` : groupedSql(key, scope);
}

/** What `postgresql_ops` calls a key. */
function keyOf(key: Value): string | undefined {
  if (isCallOf(key, 'text', 'column')) return plainText(key.arguments[0]?.value);
  return plainText(key);
}

function indexName(index: IndexItem, table: Owner, setting: Setting): Fragment {
  const keys = (index.keys ?? []).map(plainText);
  const named = {
    key: 'ix' as const,
    name: index.name,
    table: plainText(table.name),
    schema: plainText(table.schema),
    columns: keys.map((key) => key ?? 'expression'),
  };
  const name = objectName(named, setting) ?? refused('?', 'CREATE INDEX requires that the index have a name');
  const isPlain = keys.every((key) => key !== undefined);
  return index.name !== undefined || isPlain
    ? name
    : lowered(name, 'assumed', 'expressions decide the name of the index');
}

/** A key that Alembic adds to the table as a column: a name or a text. */
function addedColumn(key: Value): string | undefined {
  return plainText(isCallOf(key, 'text') ? key.arguments[0]?.value : key);
}

export function dropIndexSql(args: GivenValues, setting: Setting): Fragment {
  const { values } = args;
  const schema = values.get('schema');
  const owner = { name: values.get('table_name'), schema: schema?.kind === 'none' ? undefined : schema };
  const given = values.get('index_name');
  const name = indexName(
    { name: given?.kind === 'none' ? undefined : given, keys: [], unique: { value: false }, args },
    owner,
    setting,
  );
  const exists = flag(args, 'if_exists');
  const before = exists.value ? 'IF EXISTS ' : '';
  if (setting.dialect.name === 'mysql') {
    return withFlags(sql`DROP INDEX ${before}${name} ON ${saTableSql(owner.schema, owner.name, setting)}`, exists);
  }
  const alone: Flag = setting.dialect.name === 'postgresql' ? flag(args, 'postgresql_concurrently') : { value: false };
  const prefix = owner.schema === undefined ? nothing : sql`${nameSql(owner.schema, setting)}.`;
  return withFlags(sql`DROP INDEX ${alone.value ? 'CONCURRENTLY ' : ''}${before}${prefix}${name}`, exists, alone);
}
