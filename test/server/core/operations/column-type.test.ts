/** Column types against the DDL that SQLAlchemy 2.0.54 itself renders for PostgreSQL, read as SQL. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { narrowingOf } from '../../../../server/src/core/effects/narrowing.ts';
import { typeChange } from '../../../../server/src/core/effects/type-change.ts';
import type { DataType } from '../../../../server/src/core/schema/data-type.ts';
import { migration, readText } from './python-operations.ts';

/** A type as Python writes it, and what SQLAlchemy makes of it. */
const rendered: readonly (readonly [string, string])[] = [
  ['sa.Integer()', 'INTEGER'],
  ['sa.Integer', 'INTEGER'],
  ['sa.BigInteger()', 'BIGINT'],
  ['sa.SmallInteger', 'SMALLINT'],
  ['sa.INTEGER()', 'INTEGER'],
  ['sa.INT()', 'INTEGER'],
  ['sa.BIGINT()', 'BIGINT'],
  ['sa.String(50)', 'VARCHAR(50)'],
  ['sa.String', 'VARCHAR'],
  ['sa.String(length=20)', 'VARCHAR(20)'],
  ['sa.Unicode(5)', 'VARCHAR(5)'],
  ['sa.VARCHAR(7)', 'VARCHAR(7)'],
  ['sa.Text()', 'TEXT'],
  ['sa.UnicodeText()', 'TEXT'],
  ['sa.TEXT()', 'TEXT'],
  ['sa.CHAR(3)', 'CHAR(3)'],
  ['sa.Boolean()', 'BOOLEAN'],
  ['sa.BOOLEAN()', 'BOOLEAN'],
  ['sa.Date()', 'DATE'],
  ['sa.DateTime()', 'TIMESTAMP WITHOUT TIME ZONE'],
  ['sa.DateTime(timezone=True)', 'TIMESTAMP WITH TIME ZONE'],
  ['sa.DateTime(True)', 'TIMESTAMP WITH TIME ZONE'],
  ['sa.TIMESTAMP()', 'TIMESTAMP WITHOUT TIME ZONE'],
  ['sa.TIMESTAMP(timezone=True)', 'TIMESTAMP WITH TIME ZONE'],
  ['postgresql.TIMESTAMP(timezone=True, precision=3)', 'TIMESTAMP(3) WITH TIME ZONE'],
  ['postgresql.TIMESTAMP(precision=3)', 'TIMESTAMP(3) WITHOUT TIME ZONE'],
  ['sa.Time()', 'TIME WITHOUT TIME ZONE'],
  ['sa.Time(timezone=True)', 'TIME WITH TIME ZONE'],
  ['sa.Interval()', 'INTERVAL'],
  ['sa.Interval(native=False)', 'TIMESTAMP WITHOUT TIME ZONE'],
  ['sa.Interval(second_precision=3)', 'INTERVAL (3)'],
  ['postgresql.INTERVAL(precision=2)', 'INTERVAL (2)'],
  ['sa.Numeric()', 'NUMERIC'],
  ['sa.Numeric(10, 2)', 'NUMERIC(10, 2)'],
  ['sa.Numeric(precision=10, scale=2)', 'NUMERIC(10, 2)'],
  ['sa.DECIMAL(8, 3)', 'DECIMAL(8, 3)'],
  ['sa.NUMERIC(5)', 'NUMERIC(5)'],
  ['sa.Float()', 'FLOAT'],
  ['sa.Float(24)', 'FLOAT(24)'],
  ['sa.Float(53)', 'FLOAT(53)'],
  ['sa.Float(precision=10)', 'FLOAT(10)'],
  ['sa.REAL()', 'REAL'],
  ['sa.Double()', 'DOUBLE PRECISION'],
  ['sa.DOUBLE_PRECISION()', 'DOUBLE PRECISION'],
  ['sa.LargeBinary()', 'BYTEA'],
  ['sa.PickleType()', 'BYTEA'],
  ['postgresql.BYTEA()', 'BYTEA'],
  ['sa.JSON()', 'JSON'],
  ['postgresql.JSONB()', 'JSONB'],
  ['postgresql.JSONB(astext_type=sa.Text())', 'JSONB'],
  ['sa.Uuid()', 'UUID'],
  ['sa.UUID()', 'UUID'],
  ['postgresql.UUID(as_uuid=True)', 'UUID'],
  ['sa.Uuid(native_uuid=False)', 'CHAR(32)'],
  ['sa.ARRAY(sa.Integer())', 'INTEGER[]'],
  ['postgresql.ARRAY(sa.String(5))', 'VARCHAR(5)[]'],
  ['postgresql.ARRAY(sa.Text(), dimensions=2)', 'TEXT[][]'],
  ['sa.Enum("a", "bcd", name="e")', 'e'],
  ['postgresql.ENUM("a", name="e", schema="s")', 's.e'],
  ['sa.Enum("a", "bcd", name="e", native_enum=False)', 'VARCHAR(3)'],
  ['sa.Enum("a", "b", native_enum=False, length=9)', 'VARCHAR(9)'],
  ['postgresql.BIT()', 'BIT(1)'],
  ['postgresql.BIT(3)', 'BIT(3)'],
  ['postgresql.BIT(3, varying=True)', 'BIT VARYING(3)'],
  ['postgresql.BIT(varying=True)', 'BIT VARYING'],
  ['postgresql.CIDR()', 'CIDR'],
  ['postgresql.INET()', 'INET'],
  ['postgresql.MACADDR()', 'MACADDR'],
  ['postgresql.MACADDR8()', 'MACADDR8'],
  ['postgresql.MONEY()', 'MONEY'],
  ['postgresql.OID()', 'OID'],
  ['postgresql.REGCLASS()', 'REGCLASS'],
  ['postgresql.REGCONFIG()', 'REGCONFIG'],
  ['postgresql.HSTORE()', 'HSTORE'],
  ['postgresql.CITEXT()', 'CITEXT'],
  ['postgresql.TSVECTOR()', 'TSVECTOR'],
  ['postgresql.TSQUERY()', 'TSQUERY'],
  ['postgresql.JSONPATH()', 'JSONPATH'],
  ['postgresql.INT4RANGE()', 'INT4RANGE'],
  ['postgresql.INT8RANGE()', 'INT8RANGE'],
  ['postgresql.NUMRANGE()', 'NUMRANGE'],
  ['postgresql.TSRANGE()', 'TSRANGE'],
  ['postgresql.TSTZRANGE()', 'TSTZRANGE'],
  ['postgresql.DATERANGE()', 'DATERANGE'],
  ['postgresql.INT4MULTIRANGE()', 'INT4MULTIRANGE'],
  ['postgresql.TSTZMULTIRANGE()', 'TSTZMULTIRANGE'],
  ['postgresql.DOMAIN("dom", sa.Integer())', 'dom'],
  ['sa.String(5).with_variant(sa.Text(), "sqlite")', 'VARCHAR(5)'],
  ['sa.String(5).with_variant(postgresql.JSONB(), "postgresql")', 'JSONB'],
  ['sa.JSON().with_variant(postgresql.JSONB(), "postgresql")', 'JSONB'],
  ['sa.DATETIME()', 'DATETIME'],
  ['sa.BLOB()', 'BLOB'],
  ['sa.CLOB()', 'CLOB'],
  ['sa.NVARCHAR(5)', 'NVARCHAR(5)'],
  ['sa.BINARY(3)', 'BINARY(3)'],
  ['sa.DOUBLE()', 'DOUBLE'],
  ['sa.String(5, collation="C")', 'VARCHAR(5) COLLATE "C"'],
  ['sa.types.Integer()', 'INTEGER'],
  ['sa.sql.sqltypes.String(3)', 'VARCHAR(3)'],
  ['postgresql.base.UUID()', 'UUID'],
  ['sa.ARRAY(sa.Enum("a", name="e"))', 'e[]'],
  ['sa.VARBINARY(4)', 'VARBINARY(4)'],
  ['sa.NCHAR(2)', 'NCHAR(2)'],
];

/** The type of the only column that a body adds. */
function typeOf(body: string): DataType {
  const [operation] = readText(migration(body)).upgrade;
  assert.equal(operation?.kind, 'add_column', body);
  if (operation?.kind !== 'add_column') throw new Error('unreachable');
  return operation.column.type.value;
}

function shape({ name, schema, modifiers, dimensions, collation }: DataType) {
  return { name, schema, modifiers, dimensions, collation };
}

for (const [python, ddl] of rendered) {
  test(`${python} is ${ddl}`, () => {
    const mine = typeOf(`op.add_column("t", sa.Column("c", ${python}))`);
    const theirs = typeOf(`op.execute('''ALTER TABLE t ADD COLUMN c ${ddl}''')`);
    const collation = /COLLATE "(.*)"/.exec(ddl)?.[1];
    assert.deepEqual(shape(mine), { ...shape(theirs), collation });
    assert.equal(mine.source, python);
  });
}

function check(python: string, expected: Partial<DataType>, before = ''): void {
  const type = typeOf(`${before}op.add_column("t", sa.Column("c", ${python}))`);
  assert.deepEqual(type, { modifiers: [], dimensions: 0, source: python, ...expected });
}

test('an unknown type keeps its source', () => {
  check('Custom(3)', { name: undefined });
  check('app.types.GUID()', { name: undefined }, 'import app\n');
});

test('types of packages around SQLAlchemy', () => {
  check('sqlmodel.sql.sqltypes.AutoString(length=9)', { name: 'varchar', modifiers: [9] }, 'import sqlmodel\n');
  check('Vector(3)', { name: 'vector', modifiers: [3] }, 'from pgvector.sqlalchemy import Vector\n');
  check('Geometry("POINT", srid=4326)', { name: 'geometry' }, 'from geoalchemy2 import Geometry\n');
  check('db.String(4)', { name: 'varchar', modifiers: [4] }, 'from app import db\n');
});

test('a type decorator of the file has the type of its impl', () => {
  const before = 'class Money(sa.TypeDecorator):\n    impl = sa.Numeric(10, 2)\n';
  check('Money()', { name: 'numeric', modifiers: [10, 2] }, before);
});

test('enums: labels, Python enums, creation, no native type', () => {
  const native = { native: true, createType: true };
  check('sa.Enum("a", "b", name="e")', { name: 'e', enum: { name: 'e', labels: ['a', 'b'], ...native } });
  check('sa.Enum(*labels(), name="e")', { name: 'e', enum: { name: 'e', labels: undefined, ...native } });
  check(
    'sa.Enum(Kind)',
    { name: 'kind', enum: { name: 'kind', labels: ['A', 'B'], ...native } },
    'class Kind(enum.Enum):\n    A = "x"\n    B = "y"\n',
  );
  check(
    'sa.Enum(Kind, name="k", values_callable=lambda e: [m.value for m in e])',
    { name: 'k', enum: { name: 'k', labels: ['x'], ...native } },
    'class Kind(enum.Enum):\n    A = "x"\n',
  );
  check('postgresql.ENUM("a", name="e", create_type=False)', {
    name: 'e',
    enum: { name: 'e', labels: ['a'], native: true, createType: false },
  });
  check('sa.Enum("a", name="e", create_type=False)', { name: 'e', enum: { name: 'e', labels: ['a'], ...native } });
});

test('a length that only the run knows leaves the type open, and says nothing of changes to it', () => {
  const column = (type: string) => {
    const [operation] = readText(
      `from other import N\n${migration(`op.add_column("t", sa.Column("a", ${type}))`)}`,
    ).upgrade;
    assert.ok(operation?.kind === 'add_column');
    return operation.column.type.value;
  };
  for (const type of [
    'sa.String(N)',
    'sa.String(length=N)',
    'sa.Numeric(10, N)',
    'sa.Enum("a", native_enum=False, length=N)',
  ]) {
    assert.equal(column(type).open, true, type);
    assert.equal(typeChange(column(type), column('sa.String(40)'), 'a') === 'free', false, type);
    assert.equal(narrowingOf(column(type), column('sa.String(1)'), false), undefined, type);
  }
  assert.equal(column('sa.String(None)').open, undefined);
  assert.equal(typeChange(column('sa.String(N)'), column('sa.Text()'), 'a'), 'free');
  assert.equal(typeChange(column('sa.Text()'), column('sa.String(N)'), 'a'), 'unknown');
});

test('what a column is computed from is undefined where only the run knows a part of it', () => {
  const computed = (sql: string) => {
    const column = `sa.Column("a", sa.Text(), sa.Computed(${sql}))`;
    const [operation] = readText(migration(`m = sa.Column("m", sa.JSON())\nop.add_column("t", ${column})`)).upgrade;
    assert.ok(operation?.kind === 'add_column');
    return operation.column.computed?.value;
  };
  assert.equal(computed('"lower(m)"')?.sql, 'lower(m)');
  assert.equal(computed('sa.func.lower(sa.column("m"))')?.sql?.trim(), 'lower(m)');
  for (const sql of ['m["id"].as_string()', 'sa.func.coalesce(m["a"].as_boolean(), sa.false())', 'f"lower({read()})"'])
    assert.deepEqual(computed(sql), { sql: undefined, stored: undefined }, sql);
});
