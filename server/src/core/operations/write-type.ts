/** Column types as Python source. Generic types of SQLAlchemy where there is one, else PostgreSQL's by their full path. */

import type { DataType, EnumType } from '../schema/data-type.ts';
import type { Style } from './function.ts';
import { boolean, call, keyword, onSa, type Piece, string } from './write-python.ts';

/** `sa.String(length=50)`; undefined for a type whose Python name isn't known. */
export function writeType(type: DataType, style: Style): string | undefined {
  if (type.dimensions > 0) {
    const element = writeType({ ...type, dimensions: 0 }, style);
    return call(onSa(style, 'ARRAY'), [element, keyword('dimensions', type.dimensions > 1 && String(type.dimensions))]);
  }
  if (type.enum !== undefined) return writeEnum(type.enum, style);
  if (type.open) return asWritten(type.source);
  return writers[type.name ?? '']?.(type, style) ?? asWritten(type.source);
}

/** `sa.Enum("a", "b", name="x")`; PostgreSQL's own ENUM where the type must not be created along with a table. */
export function writeEnum(type: EnumType, style: Style): string | undefined {
  if (type.labels === undefined) return undefined;
  const withoutCreation = type.native && !type.createType;
  return call(onSa(style, withoutCreation ? 'dialects.postgresql.ENUM' : 'Enum'), [
    ...type.labels.map((label) => string(label, style)),
    keyword('name', type.name !== undefined && string(type.name, style)),
    keyword('schema', type.schema !== undefined && string(type.schema, style)),
    keyword('native_enum', !type.native && boolean(false)),
    keyword('create_type', withoutCreation && boolean(false)),
  ]);
}

type Writer = (type: DataType, style: Style) => string | undefined;

const generic =
  (name: string, ...args: readonly ((type: DataType, style: Style) => Piece)[]): Writer =>
  (type, style) =>
    call(
      onSa(style, name),
      args.map((write) => write(type, style)),
    );

const length = (type: DataType): Piece => keyword('length', type.modifiers[0] !== undefined && `${type.modifiers[0]}`);
const collation = (type: DataType, style: Style): Piece =>
  keyword('collation', type.collation !== undefined && string(type.collation, style));
const zoned = (): Piece => 'timezone=True';
const modifier =
  (index: number, name: string) =>
  (type: DataType): Piece =>
    keyword(name, type.modifiers[index] !== undefined && `${type.modifiers[index]}`);

/** A moment's type: SQLAlchemy's generic one knows no precision, PostgreSQL's does. */
const moment =
  (name: string, precise: string, timezone: boolean): Writer =>
  (type, style) => {
    const zone = timezone && zoned();
    if (type.modifiers.length === 0) return call(onSa(style, name), [zone]);
    return call(onSa(style, `dialects.postgresql.${precise}`), [zone, modifier(0, 'precision')(type)]);
  };

const native = (name: string): Writer => generic(`dialects.postgresql.${name}`);

const writers: Readonly<Record<string, Writer>> = {
  bit: generic('dialects.postgresql.BIT', (type) => type.modifiers[0] !== undefined && `${type.modifiers[0]}`),
  bool: generic('Boolean'),
  bpchar: generic('CHAR', length, collation),
  bytea: generic('LargeBinary'),
  cidr: native('CIDR'),
  citext: native('CITEXT'),
  date: generic('Date'),
  daterange: native('DATERANGE'),
  float4: generic('REAL'),
  float8: generic('Float'),
  hstore: native('HSTORE'),
  inet: native('INET'),
  int2: generic('SmallInteger'),
  int4: generic('Integer'),
  int4range: native('INT4RANGE'),
  int8: generic('BigInteger'),
  int8range: native('INT8RANGE'),
  interval: generic('Interval', modifier(0, 'second_precision')),
  json: generic('JSON'),
  jsonb: native('JSONB'),
  macaddr: native('MACADDR'),
  macaddr8: native('MACADDR8'),
  money: native('MONEY'),
  numeric: generic('Numeric', modifier(0, 'precision'), modifier(1, 'scale')),
  numrange: native('NUMRANGE'),
  oid: native('OID'),
  regclass: native('REGCLASS'),
  text: generic('Text', collation),
  time: moment('Time', 'TIME', false),
  timestamp: moment('DateTime', 'TIMESTAMP', false),
  timestamptz: moment('DateTime', 'TIMESTAMP', true),
  timetz: moment('Time', 'TIME', true),
  tsquery: native('TSQUERY'),
  tsrange: native('TSRANGE'),
  tstzrange: native('TSTZRANGE'),
  tsvector: native('TSVECTOR'),
  uuid: generic('Uuid'),
  varbit: generic('dialects.postgresql.BIT', length, () => 'varying=True'),
  varchar: generic('String', length, collation),
};

/** A type of another library, if the author wrote it as a Python call on a module: `geoalchemy2.types.Geometry(…)`. */
function asWritten(source: string): string | undefined {
  return /^[A-Za-z_]\w*(\.\w+)+(\(.*\))?$/s.test(source) ? source : undefined;
}
