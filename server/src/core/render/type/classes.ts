/** SQLAlchemy's type classes as data: their positional parameters and what SQLAlchemy holds their values to be. */

const text = ['length', 'collation'];
const exactNumber = ['precision', 'scale', 'decimal_return_scale', 'asdecimal'];
const float = ['precision', 'asdecimal', 'decimal_return_scale'];
const moment = ['timezone', 'precision'];

/** Positional parameters by class name. A class that isn't here takes none that matter. */
export const signatures: Readonly<Record<string, readonly string[]>> = {
  String: text,
  Text: text,
  Unicode: text,
  UnicodeText: text,
  VARCHAR: text,
  NVARCHAR: text,
  CHAR: text,
  NCHAR: text,
  TEXT: text,
  CLOB: text,
  NCLOB: text,
  AutoString: text,
  CITEXT: text,
  Numeric: exactNumber,
  NUMERIC: exactNumber,
  DECIMAL: exactNumber,
  Float: float,
  FLOAT: float,
  Double: float,
  DOUBLE: float,
  DOUBLE_PRECISION: float,
  REAL: float,
  DateTime: ['timezone'],
  DATETIME: ['timezone'],
  Time: moment,
  TIME: moment,
  TIMESTAMP: moment,
  LargeBinary: ['length'],
  BLOB: ['length'],
  BINARY: ['length'],
  VARBINARY: ['length'],
  BYTEA: ['length'],
  Boolean: ['create_constraint', 'name'],
  BOOLEAN: ['create_constraint', 'name'],
  Interval: ['native', 'second_precision', 'day_precision'],
  INTERVAL: ['precision', 'fields'],
  BIT: ['length', 'varying'],
  ARRAY: ['item_type', 'as_tuple', 'dimensions', 'zero_indexes'],
  Uuid: ['as_uuid', 'native_uuid'],
  UUID: ['as_uuid'],
  DOMAIN: ['name', 'data_type'],
  TINYINT: ['display_width'],
  MEDIUMINT: ['display_width'],
  YEAR: ['display_width'],
  Vector: ['dim'],
  Geometry: ['geometry_type', 'srid', 'dimension'],
  Geography: ['geometry_type', 'srid', 'dimension'],
};

/** What SQLAlchemy compares and computes with, by class name. */
export type Affinity =
  | 'string'
  | 'integer'
  | 'numeric'
  | 'boolean'
  | 'datetime'
  | 'date'
  | 'time'
  | 'interval'
  | 'json'
  | 'uuid'
  | 'binary'
  | 'array'
  | 'enum'
  | 'none'
  | 'other';

const affinities: Readonly<Record<Affinity, string>> = {
  string:
    'String Text Unicode UnicodeText VARCHAR NVARCHAR CHAR NCHAR TEXT CLOB NCLOB AutoString CITEXT LONGTEXT MEDIUMTEXT TINYTEXT',
  integer: 'Integer INTEGER INT BigInteger BIGINT SmallInteger SMALLINT TINYINT MEDIUMINT',
  numeric: 'Numeric NUMERIC DECIMAL Float FLOAT Double DOUBLE DOUBLE_PRECISION REAL',
  boolean: 'Boolean BOOLEAN',
  datetime: 'DateTime DATETIME TIMESTAMP',
  date: 'Date DATE',
  time: 'Time TIME',
  interval: 'Interval INTERVAL',
  json: 'JSON JSONB',
  uuid: 'Uuid UUID',
  binary: 'LargeBinary BLOB BINARY VARBINARY BYTEA PickleType',
  array: 'ARRAY',
  enum: 'Enum ENUM',
  none: 'NullType NULLTYPE',
  other: '',
};

const byName = new Map(
  Object.entries(affinities).flatMap(([affinity, names]) => names.split(' ').map((name) => [name, affinity] as const)),
);

export function affinityOf(name: string): Affinity {
  const affinity = byName.get(name);
  return isAffinity(affinity) ? affinity : 'other';
}

function isAffinity(name: string | undefined): name is Affinity {
  return name !== undefined && name in affinities;
}
