/** A column type as it stands in DDL. */

import type { Value } from '../../python/value.ts';
import { exact, type Fragment, lowered, placeholder, refused, sql } from '../fragment.ts';
import { given, numberOf } from '../item/arguments.ts';
import type { Setting } from '../setting.ts';
import { unknownSql } from '../text/name.ts';
import { type TypeConstruct, typeFor } from './construct.ts';
import { genericTypes } from './generic.ts';
import { libraryType } from './library.ts';
import { mysqlTypes } from './mysql.ts';
import { postgresqlTypes } from './postgresql.ts';
import { sqliteTypes } from './sqlite.ts';
import type { TypeWriters } from './writer.ts';

const byDialect: Readonly<Record<Setting['dialect']['name'], TypeWriters>> = {
  postgresql: postgresqlTypes,
  sqlite: sqliteTypes,
  mysql: mysqlTypes,
};

/** @param tableSchema the schema of the table the column is in, for enums that inherit it */
export function typeSql(value: Value | undefined, setting: Setting, tableSchema?: Value): Fragment {
  if (value === undefined) return refused('?', 'the column has no type');
  const type = typeFor(value, setting);
  if (type === undefined) return unknownType(value, setting);
  const written = write(type, setting, tableSchema);
  if (!type.args.unread) return written;
  return lowered(written, 'partial', `some arguments of ${type.name} can't be read`);
}

function write(type: TypeConstruct, setting: Setting, tableSchema: Value | undefined): Fragment {
  const { name, home, args } = type;
  const { name: dialect } = setting.dialect;
  const known = libraryType(type, setting);
  if (known !== undefined) return known;
  if (name === 'ARRAY' && dialect === 'postgresql') return arraySql(type, setting, tableSchema);
  const writer = byDialect[dialect][name] ?? genericTypes[name];
  if (writer !== undefined) {
    const written = writer(type, setting, tableSchema);
    const isForeign = home !== undefined && home !== dialect;
    return isForeign ? lowered(written, 'assumed', `${name} is a type of ${home}, not of ${dialect}`) : written;
  }
  if (home !== undefined && home !== dialect) return refused(name, `the type ${name} does not exist on ${dialect}`);
  // A dialect's simple types have no arguments and are written as they are called.
  if (home === dialect && args.rest.length === 0 && args.values.size === 0) return exact(name);
  return unknownType(type.value, setting);
}

function unknownType(value: Value, setting: Setting): Fragment {
  if (value.kind === 'unknown') return unknownSql(value, setting);
  return placeholder(setting.slice(value.span), 'a type defined elsewhere decides its own DDL');
}

/** The brackets stand before a collation of the inner type. */
function arraySql({ args }: TypeConstruct, setting: Setting, tableSchema: Value | undefined): Fragment {
  const inner = typeSql(args.values.get('item_type'), setting, tableSchema);
  const dimensions = given(args, 'dimensions');
  const count = dimensions === undefined ? 1 : numberOf(dimensions);
  const [, base = inner.sql, collation = ''] = /^(.*?)( COLLATE.*)?$/s.exec(inner.sql) ?? [];
  const brackets = count === undefined ? sql`[]${unknownSql(dimensions, setting)}` : '[]'.repeat(count);
  return sql`${{ ...inner, sql: base }}${brackets}${collation}`;
}
