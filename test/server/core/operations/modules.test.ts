/** What revisions import from the project's own modules, and schemas that only the run knows. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readOperations } from '../../../../server/src/core/operations/read.ts';
import { parsePython } from '../../../../server/src/core/python/parse.ts';
import { parser, showOperation } from './python-operations.ts';

type Texts = Readonly<Record<string, string>>;

function read(text: string, modules: Texts = {}, versionSchema?: string | null) {
  const texts = Object.entries(modules).map(
    ([name, content]) => [name.replace(/\/$/, ''), { text: content, isPackage: name.endsWith('/') }] as const,
  );
  return readOperations(parsePython(text), { parser, modules: new Map(texts), versionSchema });
}

function check(text: string, modules: Texts, ...expected: readonly string[]): void {
  assert.deepEqual(read(text, modules).upgrade.map(showOperation), expected);
}

describe('modules of the project', () => {
  test('constants and SQL', () =>
    check(
      `from alembic import op
from app.sql import TABLE, CLEAN
import app.sql as sql
def upgrade():
    op.drop_table(TABLE)
    op.execute(CLEAN)
    op.execute(f"TRUNCATE {sql.OTHER}")`,
      { 'app.sql': 'TABLE = "a"\nOTHER = TABLE + "_b"\nCLEAN = f"DELETE FROM {OTHER} WHERE x = 1"' },
      'drop_table {table: a}',
      'delete {table: a_b, where: {kind: compare, operator: =, left: {kind: column, column: x}, right: {kind: literal, value: 1}}}',
      'statement {command: TRUNCATE, table: a_b}',
    ));

  test('a helper that takes op, with constants of its own as defaults', () =>
    check(
      `from alembic import op
from app.util import drop_all
def upgrade():
    drop_all(op)`,
      {
        'app.util':
          'NAMES = ("a", "b")\ndef drop_all(op, names=NAMES):\n    for name in names:\n        op.drop_table(name)',
      },
      'drop_table {table: a} [through drop_all]',
      'drop_table {table: b} [through drop_all]',
    ));

  test("the session of a module's own SQLAlchemy(), which takes SQL with binds", () =>
    check(
      `from alembic import op
from app.models import db
def upgrade():
    db.session.execute("UPDATE a SET x = :x WHERE id = 1", {"x": 1})`,
      {
        'app.models':
          'from flask_sqlalchemy import SQLAlchemy\ndb = SQLAlchemy(session_options={"expire_on_commit": False})',
      },
      'update {table: a, sets: [{column: x, value: {kind: parameter, name: x}}], where: {kind: compare, operator: =, left: {kind: column, column: id}, right: {kind: literal, value: 1}}}',
    ));

  test('names do not leak between the file and the module', () =>
    check(
      `from alembic import op
from app.util import drop
TABLE = "mine"
def upgrade():
    drop()
    op.drop_table(TABLE)`,
      { 'app.util': 'from alembic import op\ndef drop():\n    op.drop_table(TABLE)' },
      `opaque {verb: drop_table, reason: the table's name is not known: "TABLE" is not defined in this file} [through drop]`,
      'drop_table {table: mine}',
    ));

  test('re-exports, relative imports, stars, circles', () =>
    check(
      `from alembic import op
from app.db import drop, LATER
def upgrade():
    drop("a")
    op.drop_table(LATER)`,
      {
        'app.db/': 'from .helpers import *\nfrom .names import LATER',
        'app.db.helpers':
          'from alembic import op\nfrom . import names\ndef drop(name):\n    op.drop_table(names.PREFIX + name)',
        'app.db.names': 'from app.db import drop\nPREFIX = "p_"\nLATER = "later"',
      },
      'drop_table {table: p_a} [through drop]',
      'drop_table {table: later}',
    ));

  test('a context manager', () =>
    check(
      `from alembic import op
from app.locks import quick
def upgrade():
    with quick():
        op.drop_table("a")`,
      {
        'app.locks':
          'from contextlib import contextmanager\nfrom alembic import op\n@contextmanager\ndef quick():\n    op.execute("SET lock_timeout = 1")\n    yield\n    op.execute("RESET lock_timeout")',
      },
      'statement {command: SET, setting: {name: lock_timeout, value: 1}, object: lock_timeout} [through quick]',
      'drop_table {table: a}',
      'statement {command: RESET, setting: {name: lock_timeout, reset: true}, object: lock_timeout} [through quick]',
    ));

  test('what a module imports from elsewhere keeps its reason', () =>
    check(
      `from alembic import op
from app.util import sync
def upgrade():
    sync(op.get_bind(), "a")`,
      {
        'app.util':
          'from sqlalchemy_searchable import sync_trigger\ndef sync(bind, table):\n    sync_trigger(bind, table)',
      },
      'opaque {reason: "sync_trigger" is imported from sqlalchemy_searchable, imported: [{path: sqlalchemy_searchable.sync_trigger}]} [through sync]',
    ));

  test('operations of a helper stand at the call in the file', () => {
    const text = `from app.util import add
def upgrade():
    add("a")
`;
    const helper = `# ${'a long comment. '.repeat(20)}
from alembic import op
import sqlalchemy as sa
def add(table):
    op.add_column(table, sa.Column("é", sa.Integer, nullable=False))
    op.execute("UPDATE 👍 SET x = 1")
`;
    const operations = read(text, { 'app.util': helper }).upgrade;
    assert.deepEqual(
      operations.map(({ kind }) => kind),
      ['add_column', 'update'],
    );
    const [outermost] = spansIn(operations.map(({ origin: _, ...own }) => own)).map(({ start, end }) =>
      text.slice(start, end),
    );
    assert.equal(outermost, 'add("a")');
    for (const { end } of spansIn(operations)) assert.ok(end <= text.length, `${end} lies beyond the file`);
    for (const { origin } of operations) assert.equal(origin.call.alone, false);
  });

  test('what stands in the body of a context manager stays there', () => {
    const text = `from alembic import op
from app.util import without_key
def upgrade():
    with without_key("a"):
        op.create_unique_constraint("uq", "a", ["x"])
    op.drop_table("b")
`;
    const helper = `from contextlib import contextmanager
from alembic import op
@contextmanager
def without_key(table):
    try:
        op.drop_constraint("pk", table)
        yield
    finally:
        op.create_primary_key("pk", table, ["x"])
`;
    assert.deepEqual(
      read(text, { 'app.util': helper }).upgrade.map(({ kind, span, origin }) => [
        kind,
        text.slice(span.start, span.end),
        origin.call.elsewhere,
      ]),
      [
        ['drop_constraint', 'without_key("a")', true],
        ['add_unique', 'op.create_unique_constraint("uq", "a", ["x"])', undefined],
        ['add_primary_key', 'without_key("a")', true],
        ['drop_table', 'op.drop_table("b")', undefined],
      ],
    );
  });

  test('a module that is not whole costs no more than itself', () =>
    check(
      `from alembic import op
from app.util import drop
def upgrade():
    op.drop_table("a")
    drop("b")
    op.drop_table("c")`,
      { 'app.util': 'def drop(name:\n    """ open' },
      'drop_table {table: a}',
      'opaque {reason: "drop" is imported from app.util, imported: [{path: app.util.drop}]}',
      'drop_table {table: c}',
    ));
});

describe('a schema that env.py computes', () => {
  const text = `from alembic import context, op
import sqlalchemy as sa
def upgrade():
    schema = context.get_context().version_table_schema if context.get_context().version_table_schema else ""
    prefix = context.get_context().version_table_schema + "." if context.get_context().version_table_schema else ""
    op.drop_column("a", "x", schema=schema)
    op.drop_column("a", "x", schema=prefix[:-1])
    op.execute("DROP TABLE " + prefix + "a")
    t = sa.table("a", sa.column("x"), schema=schema)
    op.execute(t.delete())`;
  const inSchema = (schema: string | null | undefined) => read(text, {}, schema).upgrade.map(showOperation);

  test('unknown: the rest is known, and every spelling of it is one schema', () => {
    const table = 'table: {schema: {version_table_schema}, name: a}';
    assert.deepEqual(inSchema(undefined), [
      `drop_column {${table}, column: x}`,
      `drop_column {${table}, column: x}`,
      `drop_table {${table}}`,
      `delete {${table}}`,
    ]);
  });

  test('written in env.py', () => {
    const table = 'table: {schema: app, name: a}';
    assert.deepEqual(inSchema('app'), [
      `drop_column {${table}, column: x}`,
      `drop_column {${table}, column: x}`,
      `drop_table {${table}}`,
      `delete {${table}}`,
    ]);
  });

  test('none in env.py', () =>
    assert.deepEqual(inSchema(null), [
      'drop_column {table: a, column: x}',
      'drop_column {table: a, column: x}',
      'drop_table {table: a}',
      'delete {table: a}',
    ]));
});

test('tables that env.py hands to upgrade()', () => {
  const module = parsePython(`def upgrade(op, tables, tester):
    op.bulk_insert(tables.kind, [{"name": "x"}])
    op.execute(tables.kind.delete().where(tables.kind.c.name == op.inline_literal("x")))`);
  const { upgrade } = readOperations(module, { parser, tableParameters: ['tables'] });
  assert.deepEqual(
    upgrade.map((operation) => ('table' in operation ? [operation.kind, operation.table?.name] : operation.kind)),
    [
      ['insert', 'kind'],
      ['delete', 'kind'],
    ],
  );
});

test("SQL that only another database runs need not be PostgreSQL's", () =>
  check(
    `from alembic import op
def upgrade():
    if op.get_bind().dialect.name == "mysql":
        op.execute("ALTER TABLE a DROP CHECK b")
    op.execute("ALTER TABLE a DROP CHECK b")`,
    {},
    'statement {command: ALTER TABLE} [onlyDialects mysql]',
    'opaque {verb: execute, reason: it can\'t be parsed: syntax error at or near "CHECK", ' +
      'syntaxError: syntax error at or near "CHECK"}',
  ));

function spansIn(value: unknown): readonly { readonly start: number; readonly end: number }[] {
  if (typeof value !== 'object' || value === null) return [];
  if (value instanceof Map) return [...value.values()].flatMap(spansIn);
  const own =
    'start' in value && 'end' in value && typeof value.start === 'number' && typeof value.end === 'number'
      ? [{ start: value.start, end: value.end }]
      : [];
  return [...own, ...Object.values(value).flatMap(spansIn)];
}
