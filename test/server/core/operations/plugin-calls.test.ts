/** Operations of well-known plugins, read as the SQL they run. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { upgradeLines } from './python-operations.ts';

const upgrade = (body: string) => upgradeLines(`from alembic import op\n${body}`);

test('sync_enum_values makes the type anew and casts its columns', () =>
  assert.deepEqual(
    upgrade(`from alembic_postgresql_enum import TableReference
def upgrade():
    op.sync_enum_values("public", "mood", ["sad", "glad"], [
        TableReference(table_schema="public", table_name="person", column_name="mood", existing_server_default="'sad'::mood"),
        ("pet", "mood"),
    ])`).map((line) => line.replace(/[{:].*/, '').trim()),
    ['alter_type', 'create_type', 'alter_column', 'alter_column', 'alter_column', 'alter_column', 'drop_type'],
  ));

test('labels that only the run knows leave it opaque', () =>
  assert.deepEqual(
    upgrade(`from app import labels
def upgrade():
    op.sync_enum_values("public", "mood", labels(), [])`),
    [
      'opaque {verb: sync_enum_values, reason: the new labels of the enum are not known, imported: [{path: app.labels}]}',
    ],
  ));

test('entities of alembic_utils are the statements they write', () =>
  assert.deepEqual(
    upgrade(`from alembic_utils.pg_function import PGFunction
from alembic_utils.pg_view import PGView
twice = PGFunction(schema="public", signature="twice(n integer)", definition="returns integer as $$ select n * 2::int $$ language sql")
busy = PGView(schema="public", signature="busy", definition="select 1 as one;")
def upgrade():
    op.create_entity(twice)
    op.replace_entity(busy)
    op.drop_entity(busy, cascade=True)`).map((line) => /command: ([^,}]*)/.exec(line)?.[1] ?? line),
    ['CREATE FUNCTION', 'CREATE VIEW', 'DROP VIEW'],
  ));

test('an entity that is imported from elsewhere is opaque', () =>
  assert.deepEqual(
    upgrade(`from app.views import busy
def upgrade():
    op.create_entity(busy)`),
    [
      'opaque {verb: create_entity, reason: the entity is only known when the migration runs, imported: [{path: app.views.busy}]}',
    ],
  ));

test('a default follows the labels that sync_enum_values renames', () =>
  assert.deepEqual(
    upgrade(`from alembic_postgresql_enum import TableReference
def upgrade():
    op.sync_enum_values("public", "mood", ["SAD"], [
        TableReference(table_schema="public", table_name="person", column_name="mood", existing_server_default="'sad'::mood"),
    ], enum_values_to_rename=[("sad", "SAD")])`).flatMap((line) => /text: (\w+)/.exec(line)?.[1] ?? []),
    ['SAD'],
  ));
