/** Types as PostgreSQL writes them. */

import type { Value } from '../../python/value.ts';
import { exact, type Fragment, nothing, refused, sql } from '../fragment.ts';
import { given, numberOf, truth } from '../item/arguments.ts';
import type { Setting } from '../setting.ts';
import { rawSql, saTableSql } from '../text/name.ts';
import type { TypeConstruct } from './construct.ts';
import { enumName, enumOf } from './enum.ts';
import { numberSql, parenthesized, plainEnum, string, type TypeWriter, type TypeWriters, word } from './writer.ts';

const enumerated: TypeWriter = (type, setting, tableSchema) => {
  const facts = enumOf(type.value);
  if (facts === undefined) return refused('?', 'an ENUM needs labels and a name');
  return facts.native ? enumName(facts, setting, tableSchema) : plainEnum(type, setting);
};

export const postgresqlTypes: TypeWriters = {
  BIT: bit,
  BYTEA: word('BYTEA'),
  CIDR: word('CIDR'),
  CITEXT: word('CITEXT'),
  DATEMULTIRANGE: word('DATEMULTIRANGE'),
  DATERANGE: word('DATERANGE'),
  DOMAIN: ({ args }, setting) => saTableSql(given(args, 'schema'), given(args, 'name'), setting),
  DateTime: moment('TIMESTAMP'),
  Double: word('DOUBLE PRECISION'),
  ENUM: enumerated,
  Enum: enumerated,
  FLOAT: float,
  Float: float,
  HSTORE: word('HSTORE'),
  INET: word('INET'),
  INT4MULTIRANGE: word('INT4MULTIRANGE'),
  INT4RANGE: word('INT4RANGE'),
  INT8MULTIRANGE: word('INT8MULTIRANGE'),
  INT8RANGE: word('INT8RANGE'),
  INTERVAL: interval,
  Interval: interval,
  JSONB: word('JSONB'),
  JSONPATH: word('JSONPATH'),
  LargeBinary: word('BYTEA'),
  MACADDR: word('MACADDR'),
  MACADDR8: word('MACADDR8'),
  MONEY: word('MONEY'),
  NUMMULTIRANGE: word('NUMMULTIRANGE'),
  NUMRANGE: word('NUMRANGE'),
  OID: word('OID'),
  PickleType: word('BYTEA'),
  REGCLASS: word('REGCLASS'),
  REGCONFIG: word('REGCONFIG'),
  TIME: moment('TIME'),
  TIMESTAMP: moment('TIMESTAMP'),
  TSMULTIRANGE: word('TSMULTIRANGE'),
  TSQUERY: word('TSQUERY'),
  TSRANGE: word('TSRANGE'),
  TSTZMULTIRANGE: word('TSTZMULTIRANGE'),
  TSTZRANGE: word('TSTZRANGE'),
  TSVECTOR: word('TSVECTOR'),
  Time: moment('TIME'),
  UUID: word('UUID'),
  Unicode: string('VARCHAR'),
  Uuid: ({ args }) => exact(truth(args.values.get('native_uuid')) === false ? 'CHAR(32)' : 'UUID'),
};

/** `TIMESTAMP(3) WITH TIME ZONE`. */
function moment(name: string): TypeWriter {
  return ({ args, home }, setting) => {
    const zone = args.values.get('timezone');
    const precision = home === 'postgresql' ? given(args, 'precision') : undefined;
    const known = zone === undefined ? false : truth(zone);
    const side =
      known === undefined ? sql`${rawSql(zone ?? noValue, setting)} WITH` : exact(known ? 'WITH' : 'WITHOUT');
    return sql`${name}${precision === undefined ? nothing : sql`(${numberSql(precision, setting)})`} ${side} TIME ZONE`;
  };
}

const noValue: Value = { kind: 'none', span: { start: 0, end: 0 } };

function float({ args }: TypeConstruct, setting: Setting): Fragment {
  return sql`FLOAT${parenthesized([given(args, 'precision')], setting)}`;
}

function interval({ args, name }: TypeConstruct, setting: Setting): Fragment {
  if (name === 'Interval' && truth(args.values.get('native')) === false) return exact('TIMESTAMP WITHOUT TIME ZONE');
  const fields = name === 'Interval' ? undefined : given(args, 'fields');
  const precision = given(args, name === 'Interval' ? 'second_precision' : 'precision');
  const start = fields === undefined ? exact('INTERVAL') : sql`INTERVAL ${rawSql(fields, setting)}`;
  return precision === undefined ? start : sql`${start} (${numberSql(precision, setting)})`;
}

function bit({ args }: TypeConstruct, setting: Setting): Fragment {
  const length = given(args, 'length');
  const varying = truth(args.values.get('varying')) === true;
  if (varying) return length === undefined ? exact('BIT VARYING') : sql`BIT VARYING(${numberSql(length, setting)})`;
  return sql`BIT(${length === undefined || numberOf(length) === 0 ? exact('1') : numberSql(length, setting)})`;
}
