/** CREATE DOMAIN, which precedes the first table that has a column of it. */

import { isCallOf } from '../../operations/symbol.ts';
import type { Value } from '../../python/value.ts';
import { exact, type Fragment, nothing, sql, words } from '../fragment.ts';
import { bind, given, truth } from '../item/arguments.ts';
import type { Setting } from '../setting.ts';
import { nameSql, saTableSql } from '../text/name.ts';
import { typeSql } from '../type/ddl.ts';
import { conditionSql } from './constraint.ts';
import { defaultSql } from './default.ts';

/** Undefined for other types, and for a domain that says it exists. */
export function createdDomain(
  type: Value | undefined,
  setting: Setting,
): { readonly name: string; readonly sql: Fragment } | undefined {
  if (!isCallOf(type, 'DOMAIN')) return undefined;
  const args = bind(type, ['name', 'data_type']);
  if (truth(args.values.get('create_type')) === false || given(args, 'metadata') !== undefined) return undefined;
  const name = saTableSql(given(args, 'schema'), given(args, 'name'), setting);
  const part = (parameter: string, write: (value: Value) => Fragment) => {
    const value = given(args, parameter);
    return value === undefined ? nothing : write(value);
  };
  const options = [
    part('collation', (value) => sql`COLLATE ${nameSql(value, setting)}`),
    part('default', (value) => sql`DEFAULT ${defaultSql(value, setting) ?? nothing}`),
    part('constraint_name', (value) => sql`CONSTRAINT ${nameSql(value, setting)}`),
    exact(truth(args.values.get('not_null')) ? 'NOT NULL' : ''),
    part('check', (value) => sql`CHECK (${conditionSql(value, setting)})`),
  ];
  const body = sql`CREATE DOMAIN ${name} AS ${typeSql(given(args, 'data_type'), setting)}`;
  return { name: name.sql, sql: words(body, ...options) };
}
