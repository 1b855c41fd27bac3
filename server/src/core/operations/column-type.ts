/** SQLAlchemy's column types in PostgreSQL's terms: tables of what each constructor becomes, and how they are read. */

import { itemsOf, plain } from '../python/constant.ts';
import type { CallValue, ClassValue, Value } from '../python/value.ts';
import type { DataType, EnumType } from '../schema/data-type.ts';
import type { Located } from '../text/span.ts';
import type { SourceText } from './given.ts';
import { keyword, parameter, positional, sqlalchemyName, unreadArgument } from './symbol.ts';

/** What a constructor becomes: a name, or a function of its arguments. */
type Rule = string | ((value: CallValue | undefined, source: SourceText) => Partial<DataType>);

/** The type of a value such as `sa.String(50)`, `sa.Integer`, `postgresql.ARRAY(sa.Text())`. */
export function readType(value: Value, source: SourceText): Located<DataType> {
  return { value: dataType(value, source), span: value.span };
}

/** Whether a value is a type at all, so that `Column(type)` without a name can be told from `Column(name)`. */
export function isType(value: Value): boolean {
  return dataType(value, { text: '' }).name !== undefined;
}

function dataType(value: Value, source: SourceText): DataType {
  const written = source.text.slice(value.span.start, value.span.end);
  return { name: undefined, modifiers: [], dimensions: 0, ...known(value, source), source: written };
}

function known(value: Value, source: SourceText): Partial<DataType> {
  if (value.kind === 'class') return decorated(value, source);
  if (value.kind === 'call' && value.callee.kind === 'class') return decorated(value.callee, source);
  if (value.kind === 'call' && value.callee.kind === 'member') return method(value, value.callee, source);
  const name = sqlalchemyName(value.kind === 'call' ? value.callee : value);
  const plainName = name?.replace(/^postgresql\./, '');
  const rule = name === undefined ? undefined : (dialectRules[name] ?? rules[plainName ?? '']);
  if (rule === undefined) return {};
  const type = typeof rule === 'string' ? { name: rule } : rule(value.kind === 'call' ? value : undefined, source);
  const isOwn = plainName === 'ARRAY' || (name !== plainName && !elsewhere.has(plainName ?? ''));
  return isOwn ? { ...type, only: 'postgresql' } : type;
}

/** Types under `postgresql` that other dialects render too, by the same name or another. */
const elsewhere: ReadonlySet<string> = new Set(
  `ENUM JSON UUID TIMESTAMP TIME DOUBLE_PRECISION BIT VARCHAR CHAR TEXT INTEGER BIGINT SMALLINT NUMERIC FLOAT REAL BOOLEAN
   DATE`.split(/\s+/),
);

/** A `TypeDecorator` of the file has the type of its `impl`, unless it decides by dialect. */
function decorated({ attributes }: ClassValue, source: SourceText): Partial<DataType> {
  const impl = attributes.get('impl');
  if (!impl || attributes.has('load_dialect_impl')) return {};
  return known(impl, source);
}

/** `T.with_variant(V, "postgresql")` is V on PostgreSQL; variants for other dialects leave T. */
function method(
  value: CallValue,
  { object, name }: Extract<Value, { kind: 'member' }>,
  source: SourceText,
): Partial<DataType> {
  if (name !== 'with_variant') return name === 'evolve' ? known(object, source) : {};
  const [variant, ...dialects] = positional(value);
  const isOurs = dialects.some((dialect) => plain(dialect) === 'postgresql');
  const { only: _, ...type } = known(isOurs && variant ? variant : object, source);
  return type;
}

const numbers = (...values: readonly (Value | undefined)[]): readonly number[] =>
  values.flatMap((value) => (value?.kind === 'number' ? [value.value] : []));

/** What is given of length, precision and scale; one that isn't a number leaves the type open. */
function sizes(...values: readonly (Value | undefined)[]): Pick<DataType, 'modifiers' | 'open'> {
  const isOpen = values.some((value) => value !== undefined && value.kind !== 'number' && value.kind !== 'none');
  return { modifiers: numbers(...values), ...(isOpen ? { open: true } : {}) };
}

const isTrue = (value: Value | undefined): boolean => value?.kind === 'boolean' && value.value;

const sized =
  (name: string): Rule =>
  (value) => {
    const collation = value && keyword(value, 'collation');
    const text = collation && plain(collation);
    return {
      name,
      ...sizes(value && parameter(value, 0, 'length')),
      ...(typeof text === 'string' ? { collation: text } : {}),
    };
  };

const moment =
  (plainName: string, zoned: string): Rule =>
  (value) => ({
    name: value && isTrue(parameter(value, 0, 'timezone')) ? zoned : plainName,
    ...sizes(value && parameter(value, 1, 'precision')),
  });

const numeric: Rule = (value) => ({
  name: 'numeric',
  ...sizes(value && parameter(value, 0, 'precision'), value && parameter(value, 1, 'scale')),
});

/** FLOAT(p): up to 24 binary digits make a `real`. */
const float: Rule = (value) => {
  const [precision] = value ? numbers(parameter(value, 0, 'precision')) : [];
  return { name: precision !== undefined && precision <= 24 ? 'float4' : 'float8' };
};

const array: Rule = (value, source) => {
  const element = value && parameter(value, 0, 'item_type');
  const [dimensions = 1] = value ? numbers(parameter(value, 2, 'dimensions')) : [];
  if (!element) return {};
  const inner = known(element, source);
  return { ...inner, dimensions: (inner.dimensions ?? 0) + dimensions };
};

const bits: Rule = (value) => {
  const given = sizes(value && parameter(value, 0, 'length'));
  if (value && isTrue(parameter(value, 1, 'varying'))) return { name: 'varbit', ...given };
  return { name: 'bit', ...given, ...(given.open || given.modifiers.length > 0 ? {} : { modifiers: [1] }) };
};

const uuid: Rule = (value) =>
  value && keyword(value, 'native_uuid')?.kind === 'boolean' && !isTrue(keyword(value, 'native_uuid'))
    ? { name: 'bpchar', modifiers: [32] }
    : { name: 'uuid' };

const interval: Rule = (value) => {
  const native = value && keyword(value, 'native');
  if (native?.kind === 'boolean' && !native.value) return { name: 'timestamp' };
  return {
    name: 'interval',
    ...sizes(value && (keyword(value, 'second_precision') ?? keyword(value, 'precision'))),
  };
};

const rules: Readonly<Record<string, Rule | undefined>> = {
  Integer: 'int4',
  INTEGER: 'int4',
  INT: 'int4',
  BigInteger: 'int8',
  BIGINT: 'int8',
  SmallInteger: 'int2',
  SMALLINT: 'int2',
  String: sized('varchar'),
  VARCHAR: sized('varchar'),
  Unicode: sized('varchar'),
  AutoString: sized('varchar'),
  Text: sized('text'),
  TEXT: sized('text'),
  UnicodeText: sized('text'),
  CHAR: sized('bpchar'),
  NCHAR: sized('bpchar'),
  Boolean: 'bool',
  BOOLEAN: 'bool',
  Date: 'date',
  DATE: 'date',
  DateTime: moment('timestamp', 'timestamptz'),
  TIMESTAMP: moment('timestamp', 'timestamptz'),
  Time: moment('time', 'timetz'),
  TIME: moment('time', 'timetz'),
  Interval: interval,
  INTERVAL: interval,
  Numeric: numeric,
  NUMERIC: numeric,
  DECIMAL: numeric,
  Float: float,
  FLOAT: float,
  REAL: 'float4',
  Double: 'float8',
  DOUBLE_PRECISION: 'float8',
  LargeBinary: 'bytea',
  PickleType: 'bytea',
  BYTEA: 'bytea',
  JSON: 'json',
  JSONB: 'jsonb',
  Uuid: uuid,
  UUID: uuid,
  ARRAY: array,
  Enum: enumType(true),
  ENUM: enumType(true),
  BIT: bits,
  CIDR: 'cidr',
  INET: 'inet',
  MACADDR: 'macaddr',
  MACADDR8: 'macaddr8',
  MONEY: 'money',
  OID: 'oid',
  REGCLASS: 'regclass',
  REGCONFIG: 'regconfig',
  HSTORE: 'hstore',
  CITEXT: 'citext',
  TSVECTOR: 'tsvector',
  TSQUERY: 'tsquery',
  JSONPATH: 'jsonpath',
  INT4RANGE: 'int4range',
  INT8RANGE: 'int8range',
  NUMRANGE: 'numrange',
  TSRANGE: 'tsrange',
  TSTZRANGE: 'tstzrange',
  DATERANGE: 'daterange',
  INT4MULTIRANGE: 'int4multirange',
  INT8MULTIRANGE: 'int8multirange',
  NUMMULTIRANGE: 'nummultirange',
  TSMULTIRANGE: 'tsmultirange',
  TSTZMULTIRANGE: 'tstzmultirange',
  DATEMULTIRANGE: 'datemultirange',
  DOMAIN: domain,
  // Types that SQLAlchemy renders as they are called and PostgreSQL doesn't have.
  DATETIME: 'datetime',
  BLOB: 'blob',
  CLOB: 'clob',
  BINARY: sized('binary'),
  VARBINARY: sized('varbinary'),
  NVARCHAR: sized('nvarchar'),
  DOUBLE: 'double',
  // Types of common packages.
  UUIDType: 'uuid',
  JSONType: 'json',
  EmailType: () => ({ name: 'varchar', modifiers: [255] }),
  URLType: 'text',
  TSVectorType: 'tsvector',
  Geometry: 'geometry',
  Geography: 'geography',
  Vector: (value) => ({ name: 'vector', ...sizes(value && parameter(value, 0, 'dim')) }),
  HALFVEC: (value) => ({ name: 'halfvec', ...sizes(value && parameter(value, 0, 'dim')) }),
  VECTOR: (value) => ({ name: 'vector', ...sizes(value && parameter(value, 0, 'dim')) }),
  CIText: 'citext',
};

/** PostgreSQL's own constructors that differ from the generic ones of the same name. */
const dialectRules: Readonly<Record<string, Rule | undefined>> = {
  'postgresql.ENUM': enumType(false),
  'postgresql.BIT': bits,
  'mysql.ENUM': mysqlLabels,
  'mysql.SET': mysqlLabels,
};

function domain(value: CallValue | undefined): Partial<DataType> {
  const name = value && parameter(value, 0, 'name');
  const text = name && plain(name);
  return typeof text === 'string' ? { name: text.toLowerCase() } : {};
}

/** MySQL keeps the labels with the column, and has no type of that name. */
function mysqlLabels(value: CallValue | undefined): Partial<DataType> {
  const state = value ? readEnum(value, false) : undefined;
  return state ? { name: 'varchar', enum: { ...state, name: undefined, native: false } } : {};
}

/** `generic`: SQLAlchemy's own Enum, which ignores `create_type`. */
function enumType(generic: boolean): Rule {
  return (value) => {
    const state = value ? readEnum(value, generic) : undefined;
    if (!state) return {};
    if (state.native) {
      const { schema, name } = state;
      return { name, ...(schema === undefined ? {} : { schema }), enum: state };
    }
    const longest = state.labels?.reduce((length, label) => Math.max(length, label.length), 0);
    const given = sizes(value && keyword(value, 'length'));
    const isSized = given.open || given.modifiers.length > 0;
    const size = isSized ? given : longest ? { modifiers: [longest] } : ({ modifiers: [], open: true } as const);
    return { name: 'varchar', ...size, enum: state };
  };
}

function readEnum(value: CallValue, generic: boolean): EnumType {
  const args = positional(value);
  const [first] = args;
  const python = first?.kind === 'class' ? first : undefined;
  const given = textOf(keyword(value, 'name'));
  const schema = textOf(keyword(value, 'schema'));
  const native = keyword(value, 'native_enum');
  const create = keyword(value, 'create_type');
  const isNative = !(native?.kind === 'boolean' && !native.value);
  // A Python enum passed alone names the type after itself.
  const byDefault = keyword(value, 'name') ? undefined : python?.name.toLowerCase();
  return {
    name: given ?? byDefault,
    ...(schema === undefined ? {} : { schema }),
    labels: unreadArgument(value) ? undefined : python ? memberLabels(python, value) : labelsOf(args),
    native: isNative,
    createType: generic || !(create?.kind === 'boolean' && !create.value),
    ...(!isNative && isTrue(keyword(value, 'create_constraint')) ? { constrained: true } : {}),
  };
}

function labelsOf(args: readonly Value[]): readonly string[] | undefined {
  const values = args.length === 1 && args[0] ? (itemsOf(args[0]) ?? args) : args;
  const labels = values.map(textOf);
  return labels.length === 0 || labels.includes(undefined) ? undefined : labels.flatMap((label) => label ?? []);
}

/** Names of a Python enum's members, or with `values_callable` their values. */
function memberLabels({ attributes }: ClassValue, value: CallValue): readonly string[] | undefined {
  const members = [...attributes].filter(([name, member]) => !name.startsWith('_') && member.kind !== 'function');
  if (!keyword(value, 'values_callable')) return members.map(([name]) => name);
  const values = members.map(([, member]) => textOf(member));
  return values.includes(undefined) ? undefined : values.flatMap((label) => label ?? []);
}

function textOf(value: Value | undefined): string | undefined {
  const constant = value && plain(value);
  return typeof constant === 'string' ? constant : undefined;
}
