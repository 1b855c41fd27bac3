/** Changes of views, sequences, types and functions, and what follows them. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { catalogueSql } from '../../../../server/src/core/render/schema/catalogue.ts';
import { type Catalogue, emptyCatalogue } from '../../../../server/src/core/schema/catalogue.ts';
import { replaceRelation } from '../../../../server/src/core/schema/identifiers.ts';
import { applied, read } from '../../../support/reversible.ts';

function after(...statements: readonly string[]): Catalogue {
  return applied(emptyCatalogue, read(statements.map((sql) => `op.execute("""${sql}""")`).join('\n')).upgrade);
}

function kinds(catalogue: Catalogue): readonly string[] {
  return Object.entries(catalogue).flatMap(([kind, states]) =>
    kind === 'renamed' || kind === 'naming' ? [] : [...states.keys()].map((key) => `${kind} ${key}`),
  );
}

const start = [
  'CREATE TABLE t (id serial, a int, s mood)',
  "CREATE TYPE mood AS ENUM ('x')",
  'CREATE VIEW v AS SELECT a FROM t',
  'CREATE VIEW w AS SELECT a FROM v',
  'CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ $$',
  'CREATE TRIGGER g AFTER INSERT ON t EXECUTE FUNCTION f()',
];

test('what depends on a table goes with it', () => {
  assert.deepEqual(kinds(after(...start, 'DROP TABLE t CASCADE')), ['enums mood', 'functions f()']);
});

test('views that read a column go with it, others stay', () => {
  const left = after(...start, 'CREATE VIEW u AS SELECT id FROM t', 'ALTER TABLE t DROP COLUMN a CASCADE');
  assert.deepEqual([...left.views.keys()], ['u']);
});

test('a sequence goes with its column, and stays when it has no owner', () => {
  assert.deepEqual([...after(...start, 'ALTER TABLE t DROP COLUMN id').sequences.keys()], []);
  const freed = after(...start, 'ALTER SEQUENCE t_id_seq OWNED BY NONE', 'ALTER TABLE t DROP COLUMN id');
  assert.deepEqual([...freed.sequences.keys()], ['t_id_seq']);
});

test('a type takes its columns along, and a function its triggers, only with CASCADE', () => {
  assert.deepEqual(
    [
      ...(after(...start, 'DROP TYPE mood CASCADE')
        .tables.get('t')
        ?.columns.keys() ?? []),
    ],
    ['id', 'a'],
  );
  assert.deepEqual(after(...start, 'DROP FUNCTION f() CASCADE').tables.get('t')?.triggers, []);
});

test('a schema is emptied by CASCADE', () => {
  const inApp = start.map((sql) => sql.replace(/\b(t|v|w|f)\b(?=[ (;]|$)/g, 'app.$1').replace('mood', 'app.mood'));
  assert.deepEqual(kinds(after('CREATE SCHEMA app', ...inApp, 'DROP SCHEMA app CASCADE')), []);
});

test('names that a renamed table keeps are not given twice', () => {
  const made = after(
    'CREATE TABLE t (id serial PRIMARY KEY)',
    'ALTER TABLE t RENAME TO old',
    'CREATE TABLE t (id serial PRIMARY KEY)',
  );
  assert.deepEqual(catalogueSql(made), [
    'CREATE SEQUENCE t_id_seq AS int4',
    'CREATE SEQUENCE t_id_seq1 AS int4',
    "CREATE TABLE old (\n    id int4 DEFAULT nextval('t_id_seq'::regclass) NOT NULL,\n    CONSTRAINT t_pkey PRIMARY KEY (id)\n)",
    "CREATE TABLE t (\n    id int4 DEFAULT nextval('t_id_seq1'::regclass) NOT NULL,\n    CONSTRAINT t_pkey1 PRIMARY KEY (id)\n)",
    'ALTER SEQUENCE t_id_seq OWNED BY old.id',
    'ALTER SEQUENCE t_id_seq1 OWNED BY t.id',
  ]);
});

test('objects are not changed in place', () => {
  const before = after(...start);
  const lines = kinds(before);
  applied(before, read('op.execute("DROP TABLE t CASCADE; DROP TYPE mood; ALTER FUNCTION f() RENAME TO h")').upgrade);
  assert.deepEqual(kinds(before), lines);
});

test('a relation in a text: with its schema, without, and what only looks like it', () => {
  const moved = (sql: string) => replaceRelation(sql, { name: 't' }, { schema: 'app', name: 'T' });
  assert.equal(moved('SELECT t.a, x.t FROM t, public.t'), 'SELECT app."T".a, x.t FROM app."T", app."T"');
  assert.equal(moved("SELECT 't', tt FROM u"), "SELECT 't', tt FROM u");
});
