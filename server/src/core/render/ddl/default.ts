/** Server defaults, identities and computed columns. */

import { calledName, isCallOf } from '../../operations/symbol.ts';
import type { CallValue, Value } from '../../python/value.ts';
import { expressionSql } from '../expression/expression.ts';
import { exact, type Fragment, join, refused, sql } from '../fragment.ts';
import { bind, given, isString, truth } from '../item/arguments.ts';
import type { Setting } from '../setting.ts';
import { literalSql, unknownSql } from '../text/name.ts';
import { numberSql } from '../type/writer.ts';
import { conditionSql } from './constraint.ts';

/** What stands after DEFAULT; undefined for a default that the server knows already (`FetchedValue`). */
export function defaultSql(value: Value, setting: Setting): Fragment | undefined {
  if (isCallOf(value, 'FetchedValue')) return undefined;
  const [inner] = isCallOf(value, 'DefaultClause') ? value.arguments : [];
  const meant = inner?.value ?? value;
  if (isString(meant)) return literalSql(meant, setting);
  if (meant.kind === 'number' || meant.kind === 'boolean' || meant.kind === 'list' || meant.kind === 'dict') {
    return refused(setting.slice(meant.span), 'server_default must be a string or an SQL expression');
  }
  return expressionSql(meant, { setting, qualified: false });
}

const options = [
  ['increment', 'INCREMENT BY'],
  ['start', 'START WITH'],
  ['minvalue', 'MINVALUE'],
  ['maxvalue', 'MAXVALUE'],
  ['nominvalue', 'NO MINVALUE'],
  ['nomaxvalue', 'NO MAXVALUE'],
  ['cache', 'CACHE'],
  ['cycle', 'CYCLE'],
] as const;

/** `INCREMENT BY 2 START WITH 100`, in SQLAlchemy's order. */
export function sequenceOptions(values: ReadonlyMap<string, Value>, setting: Setting): Fragment {
  const written = options.flatMap(([name, words]) => {
    const value = values.get(name);
    if (value === undefined || value.kind === 'none') return [];
    const known = truth(value);
    if (name === 'cycle')
      return [known === undefined ? unknownSql(value, setting) : exact(known ? 'CYCLE' : 'NO CYCLE')];
    return [name.startsWith('no') ? exact(words) : sql`${words} ${numberSql(value, setting)}`];
  });
  return join(written, ' ');
}

const identityParameters = ['always', 'on_null', 'start', 'increment'];

export function identitySql(call: CallValue, setting: Setting): Fragment {
  const { values } = bind(call, identityParameters);
  const always = values.get('always');
  const known = always === undefined ? false : truth(always);
  const when = known === undefined ? unknownSql(always, setting) : exact(known ? 'ALWAYS' : 'BY DEFAULT');
  const details = sequenceOptions(values, setting);
  return sql`GENERATED ${when} AS IDENTITY${details.sql === '' ? details : sql` (${details})`}`;
}

/** The identity's arguments, to compare two of them. */
export function identityValues(call: CallValue): ReadonlyMap<string, Value> {
  return bind(call, identityParameters).values;
}

export function computedSql(call: CallValue, setting: Setting): Fragment {
  const args = bind(call, ['sqltext', 'persisted']);
  const persisted = args.values.get('persisted');
  const stored = truth(given(args, 'persisted'));
  const base = sql`GENERATED ALWAYS AS (${conditionSql(args.values.get('sqltext'), setting)})`;
  const { name } = setting.dialect;
  if (name === 'postgresql') {
    const written = sql`${base} STORED`;
    return stored === false && persisted?.kind !== 'none'
      ? refused(written.sql, 'SQLAlchemy 2.0 has no virtual computed columns on PostgreSQL')
      : written;
  }
  return stored === undefined ? base : sql`${base} ${stored ? 'STORED' : 'VIRTUAL'}`;
}

/** Which kind of generated column a server default is. */
export function generatedKind(value: Value | undefined): 'identity' | 'computed' | undefined {
  const name = value && calledName(value);
  if (name === 'Identity') return 'identity';
  return name === 'Computed' ? 'computed' : undefined;
}
