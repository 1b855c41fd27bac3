/** A column as it stands in CREATE TABLE and after ADD COLUMN. */

import { exact, type Fragment, join, lowered, nothing, placeholder, refused, sql, words } from '../fragment.ts';
import { type ColumnItem, countsRows } from '../item/column.ts';
import { checkItem } from '../item/constraint.ts';
import { withFlags } from '../item/flag.ts';
import { isKey, type TableItem } from '../item/table.ts';
import type { Setting } from '../setting.ts';
import { literalSql, nameSql } from '../text/name.ts';
import { typeFor } from '../type/construct.ts';
import { typeSql } from '../type/ddl.ts';
import { constraintSql } from './constraint.ts';
import { computedSql, defaultSql, identitySql } from './default.ts';

export function columnSql(column: ColumnItem, table: TableItem, setting: Setting): Fragment {
  const spec = specifications[setting.dialect.name](column, table, setting);
  if (column.identity !== undefined && column.autoincrement === 'no') {
    return refused(spec.sql, 'an identity cannot go with autoincrement=False');
  }
  const generated = column.identity ?? column.computed;
  const isDouble = column.serverDefault !== undefined && column.serverDefault !== generated;
  if (generated !== undefined && (isDouble || (column.identity !== undefined && column.computed !== undefined))) {
    return refused(spec.sql, 'a generated column cannot have a server default');
  }
  if (
    column.autoincrement === 'yes' &&
    isKey(column, table) &&
    column.type?.kind !== 'unknown' &&
    !countsRows(column)
  ) {
    return refused(spec.sql, 'autoincrement needs a column of numbers');
  }
  const known = withFlags(spec, column.primaryKey, column.unique, column.index);
  return column.unread ? lowered(known, 'partial', 'some arguments of the column can’t be read') : known;
}

/** The CHECK constraints that stand in the column itself, each after a blank. */
export function columnChecks(column: ColumnItem, table: TableItem, setting: Setting): Fragment {
  const checks = column.checks.map((call) => constraintSql(checkItem(call), table, setting));
  return join(
    checks.map((check) => sql` ${check}`),
    '',
  );
}

const specifications = { postgresql, sqlite, mysql } as const;

function postgresql(column: ColumnItem, table: TableItem, setting: Setting): Fragment {
  const serial =
    column.identity === undefined &&
    isKey(column, table) &&
    table.numbered === column &&
    column.clientDefault === 'none';
  const typed = serial
    ? exact(serialType(column, setting))
    : words(typeSql(column.type, setting, table.schema), defaultClause(column, setting));
  const generated = [
    column.computed === undefined ? nothing : computedSql(column.computed, setting),
    column.identity === undefined ? nothing : identitySql(column.identity, setting),
  ];
  return words(nameSql(column.name, setting), typed, ...generated, nullability(column, table));
}

function serialType({ type }: ColumnItem, setting: Setting): string {
  const name = type && typeFor(type, setting)?.name;
  if (name === 'BigInteger' || name === 'BIGINT') return 'BIGSERIAL';
  return name === 'SmallInteger' || name === 'SMALLINT' ? 'SMALLSERIAL' : 'SERIAL';
}

/** NOT NULL, or NULL for an identity that says so; a placeholder when it is only known at run time. */
function nullability(column: ColumnItem, table: TableItem): Fragment {
  if (column.nullable?.unknown !== undefined) return placeholder('nullable=…', 'nullable is only known at run time');
  if (column.identity !== undefined) return exact(column.nullable?.value === true ? 'NULL' : '');
  return exact(isNullable(column, table) ? '' : 'NOT NULL');
}

export function isNullable(column: ColumnItem, table: TableItem): boolean {
  if (column.nullable !== undefined) return column.nullable.value;
  return !isKey(column, table) && column.identity === undefined;
}

function defaultClause(column: ColumnItem, setting: Setting): Fragment {
  if (column.serverDefault === undefined || column.identity !== undefined || column.computed !== undefined)
    return nothing;
  const written = defaultSql(column.serverDefault, setting);
  if (written === undefined) return nothing;
  const bare = setting.dialect.name === 'sqlite' && !/^\s*['"(]/.test(written.sql) && /\W/.test(written.sql);
  return bare ? sql`DEFAULT (${written})` : sql`DEFAULT ${written}`;
}

function sqlite(column: ColumnItem, table: TableItem, setting: Setting): Fragment {
  return words(
    nameSql(column.name, setting),
    typeSql(column.type, setting, table.schema),
    defaultClause(column, setting),
    column.nullable?.unknown !== undefined
      ? nullability(column, table)
      : exact(isNullable(column, table) ? '' : 'NOT NULL'),
    column.computed === undefined ? nothing : computedSql(column.computed, setting),
  );
}

function mysql(column: ColumnItem, table: TableItem, setting: Setting): Fragment {
  const isTimestamp = (column.type && typeFor(column.type, setting)?.name) === 'TIMESTAMP';
  const nullable = isNullable(column, table);
  const numbered = table.numbered === column && column.serverDefault === undefined;
  return words(
    nameSql(column.name, setting),
    typeSql(column.type, setting, table.schema),
    column.computed === undefined ? nothing : computedSql(column.computed, setting),
    column.nullable?.unknown !== undefined
      ? nullability(column, table)
      : exact(nullable ? (isTimestamp ? 'NULL' : '') : 'NOT NULL'),
    column.comment === undefined ? nothing : sql`COMMENT ${literalSql(column.comment, setting)}`,
    numbered ? exact('AUTO_INCREMENT') : defaultClause(column, setting),
  );
}
