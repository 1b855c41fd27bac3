/** ALTER COLUMN as MySQL has it: MODIFY and CHANGE repeat the whole definition, so that all of it must be known. */

import { isCallOf } from '../../operations/symbol.ts';
import type { Value } from '../../python/value.ts';
import { exact, type Fragment, nothing, refused, sql, words } from '../fragment.ts';
import { truth } from '../item/arguments.ts';
import type { Setting } from '../setting.ts';
import { literalSql, nameSql } from '../text/name.ts';
import { affinityOf } from '../type/classes.ts';
import { baseType } from '../type/construct.ts';
import { typeSql } from '../type/ddl.ts';
import { type Alteration, present } from './alteration.ts';
import { defaultSql } from './default.ts';
import type { Part } from './part.ts';

export function mysqlAlterColumn(change: Alteration, setting: Setting): readonly Part[] {
  const { serverDefault, newName, column } = change;
  const start = sql`ALTER TABLE ${change.table}`;
  if (isCallOf(serverDefault, 'FetchedValue')) {
    return [{ sql: refused(start.sql, 'a default of this kind cannot be set') }];
  }
  if (newName !== undefined || isMoment(change)) {
    const names = sql`${nameSql(column, setting)} ${nameSql(newName ?? column, setting)}`;
    return [{ sql: sql`${start} CHANGE ${names} ${definition(change, setting)}` }];
  }
  const others = [change.nullable, change.type, change.autoincrement, change.comment];
  if (others.some((value) => value !== undefined)) {
    return [{ sql: sql`${start} MODIFY ${nameSql(column, setting)} ${definition(change, setting)}` }];
  }
  if (serverDefault === undefined) return [];
  const value = serverDefault.kind === 'none' ? undefined : defaultSql(serverDefault, setting);
  const action = value === undefined ? 'DROP DEFAULT' : sql`SET DEFAULT ${value}`;
  return [{ sql: sql`${start} ALTER COLUMN ${nameSql(column, setting)} ${action}` }];
}

/** MySQL sets a default that is a function for moments only, and with CHANGE only. */
function isMoment({ type, existing, serverDefault }: Alteration): boolean {
  const meant = type ?? present(existing('type'));
  if (meant === undefined || serverDefault?.kind === 'none') return false;
  return affinityOf(baseType(meant)?.name ?? '') === 'datetime';
}

function definition(change: Alteration, setting: Setting): Fragment {
  const type = change.type ?? present(change.existing('type'));
  if (type === undefined) return refused('?', 'MySQL needs existing_type to change a column');
  const nullable = truth(change.nullable ?? present(change.existing('nullable'))) ?? true;
  const server = change.serverDefault ?? change.existing('server_default');
  const value = server === undefined || isNothing(server) ? undefined : defaultSql(server, setting);
  const comment = change.comment ?? change.existing('comment');
  return words(
    typeSql(type, setting),
    exact(nullable ? 'NULL' : 'NOT NULL'),
    exact(truth(change.autoincrement ?? change.existing('autoincrement')) ? 'AUTO_INCREMENT' : ''),
    value === undefined ? nothing : sql`DEFAULT ${value}`,
    comment === undefined || isNothing(comment) ? nothing : sql`COMMENT ${literalSql(comment, setting)}`,
  );
}

function isNothing(value: Value): boolean {
  return value.kind === 'none' || (value.kind === 'boolean' && !value.value);
}
