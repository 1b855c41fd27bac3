/** Types as MySQL writes them. */

import type { Value } from '../../python/value.ts';
import { exact, type Fragment, join, refused, sql, words } from '../fragment.ts';
import { given, plainText, truth } from '../item/arguments.ts';
import type { Setting } from '../setting.ts';
import { literalSql, rawSql } from '../text/name.ts';
import type { TypeConstruct } from './construct.ts';
import { enumOf } from './enum.ts';
import { parenthesized, plainEnum, sized, type TypeWriter, type TypeWriters, word } from './writer.ts';

export const mysqlTypes: TypeWriters = {
  AutoString: text('VARCHAR', 255),
  BIGINT: number('BIGINT', 'display_width'),
  BIT: sized('BIT'),
  BLOB: sized('BLOB'),
  BOOLEAN: word('BOOL'),
  Boolean: word('BOOL'),
  CHAR: text('CHAR'),
  DATETIME: moment('DATETIME'),
  DECIMAL: number('DECIMAL', 'precision', 'scale'),
  DOUBLE: number('DOUBLE', 'precision', 'scale'),
  ENUM: enumerated,
  Enum: enumerated,
  FLOAT: number('FLOAT', 'precision', 'scale'),
  Float: number('FLOAT', 'precision'),
  INTEGER: number('INTEGER', 'display_width'),
  LONGBLOB: word('LONGBLOB'),
  LONGTEXT: text('LONGTEXT'),
  LargeBinary: sized('BLOB'),
  MEDIUMBLOB: word('MEDIUMBLOB'),
  MEDIUMINT: number('MEDIUMINT', 'display_width'),
  MEDIUMTEXT: text('MEDIUMTEXT'),
  NCHAR: national('CHAR'),
  NUMERIC: number('NUMERIC', 'precision', 'scale'),
  NVARCHAR: national('VARCHAR'),
  Numeric: number('NUMERIC', 'precision', 'scale'),
  SET: set,
  SMALLINT: number('SMALLINT', 'display_width'),
  String: text('VARCHAR', undefined),
  TEXT: text('TEXT'),
  TIME: moment('TIME'),
  TIMESTAMP: moment('TIMESTAMP'),
  TINYBLOB: word('TINYBLOB'),
  TINYINT: number('TINYINT', 'display_width'),
  TINYTEXT: text('TINYTEXT'),
  Text: text('TEXT'),
  Unicode: text('VARCHAR', undefined),
  UnicodeText: text('TEXT'),
  VARCHAR: text('VARCHAR', undefined),
  YEAR: number('YEAR', 'display_width'),
};

/** `INTEGER(11) UNSIGNED ZEROFILL`. A scale is written with its precision only. */
function number(name: string, first: string, second?: string): TypeWriter {
  return ({ args }, setting) => {
    const one = given(args, first);
    const two = one === undefined || second === undefined ? undefined : given(args, second);
    const sizes = one === undefined ? exact('') : parenthesized([one, two], setting);
    const flags = [
      truth(args.values.get('unsigned')) ? 'UNSIGNED' : '',
      truth(args.values.get('zerofill')) ? 'ZEROFILL' : '',
    ];
    return words(sql`${name}${sizes}`, ...flags.map(exact));
  };
}

function moment(name: string): TypeWriter {
  return ({ args }, setting) => sql`${name}${parenthesized([given(args, 'fsp')], setting)}`;
}

/** @param fallback the length where none is given; a VARCHAR without one is refused */
function text(name: string, fallback?: number): TypeWriter {
  return ({ args }, setting) => {
    const length = given(args, 'length');
    if (length === undefined && fallback !== undefined) return exact(`${name}(${fallback})`);
    if (length === undefined && name === 'VARCHAR') return refused(name, 'VARCHAR requires a length on MySQL');
    return withCharset(sql`${name}${parenthesized([length], setting)}`, args.values, setting);
  };
}

/** `NATIONAL VARCHAR(20)`. */
function national(name: string): TypeWriter {
  return (type, setting) => sql`NATIONAL ${text(name)(type, setting, undefined)}`;
}

function withCharset(base: Fragment, values: ReadonlyMap<string, Value>, setting: Setting): Fragment {
  const charset = values.get('charset');
  const collation = values.get('collation');
  return words(
    base,
    charset === undefined || charset.kind === 'none' ? exact('') : sql`CHARACTER SET ${rawSql(charset, setting)}`,
    collation === undefined || collation.kind === 'none' ? exact('') : sql`COLLATE ${rawSql(collation, setting)}`,
  );
}

function enumerated(type: TypeConstruct, setting: Setting): Fragment {
  const facts = enumOf(type.value);
  if (facts === undefined || !facts.native) return plainEnum(type, setting);
  return withCharset(labelled('ENUM', facts.labels, setting), type.args.values, setting);
}

function set({ args }: TypeConstruct, setting: Setting): Fragment {
  return withCharset(labelled('SET', args.rest, setting), args.values, setting);
}

function labelled(name: string, labels: readonly Value[], setting: Setting): Fragment {
  const written = labels.map((label) =>
    plainText(label) === undefined ? rawSql(label, setting) : literalSql(label, setting),
  );
  return sql`${name}(${join(written, ',')})`;
}
