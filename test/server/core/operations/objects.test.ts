/** What statements without an operation of their own do to the schema, as far as their readers tell. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { read } from './sql-in-python.ts';

function changes(sql: string): unknown {
  return read(sql)[0]?.['changes'];
}

test('the name, signature and text of a function', () => {
  assert.deepEqual(
    changes("CREATE OR REPLACE FUNCTION s.f(a int, OUT b text, VARIADIC c numeric[]) RETURNS text LANGUAGE sql AS 'x'"),
    [
      {
        subject: 'function',
        do: 'put',
        name: { schema: 's', name: 'f' },
        signature: 'int4, numeric[]',
        kind: 'function',
        definition: "(a int, OUT b text, VARIADIC c numeric[]) RETURNS text LANGUAGE sql AS 'x'",
      },
    ],
  );
  assert.deepEqual(changes('DROP FUNCTION IF EXISTS f(integer, text), g CASCADE'), [
    { subject: 'function', do: 'drop', cascade: true, name: { name: 'f' }, signature: 'int4, text' },
    { subject: 'function', do: 'drop', cascade: true, name: { name: 'g' } },
  ]);
});

test('a view, what it reads, and its query without what follows', () => {
  assert.deepEqual(
    changes(
      'CREATE VIEW v (x, y) AS WITH c AS (SELECT 1) SELECT a, b AS "B" FROM t, c JOIN s.u USING (a) WITH CHECK OPTION',
    ),
    [
      {
        subject: 'view',
        do: 'put',
        name: { name: 'v' },
        materialized: false,
        columns: ['x', 'y'],
        outputs: ['a', 'B'],
        query: 'WITH c AS (SELECT 1) SELECT a, b AS "B" FROM t, c JOIN s.u USING (a)',
        reads: [{ schema: 's', name: 'u' }, { name: 't' }],
        checkOption: 'cascaded',
        ifNotExists: false,
      },
    ],
  );
});

test('a sequence with its options and owner', () => {
  assert.deepEqual(changes('ALTER SEQUENCE s.q AS bigint START -5 NO CYCLE OWNED BY s.t.c'), [
    {
      subject: 'sequence',
      do: 'alter',
      name: { schema: 's', name: 'q' },
      options: { type: 'int8', start: '-5', cycle: false },
      owner: { table: { schema: 's', name: 't' }, column: 'c' },
    },
  ]);
});

test('the pieces of a trigger', () => {
  assert.deepEqual(
    changes(
      "CREATE TRIGGER g AFTER INSERT OR DELETE ON s.t REFERENCING NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION f(1, 'a')",
    ),
    [
      {
        subject: 'trigger',
        do: 'put',
        table: { schema: 's', name: 't' },
        trigger: {
          name: 'g',
          function: { name: 'f' },
          when: 'AFTER INSERT OR DELETE',
          scope: 'REFERENCING NEW TABLE AS n FOR EACH STATEMENT',
          arguments: "1, 'a'",
        },
      },
    ],
  );
});

test('a domain, its default and checks', () => {
  assert.deepEqual(changes("CREATE DOMAIN d AS varchar(9) DEFAULT 'x' NOT NULL CONSTRAINT k CHECK (VALUE <> '')"), [
    {
      subject: 'domain',
      do: 'create',
      name: { name: 'd' },
      type: { name: 'varchar', modifiers: [9], dimensions: 0, source: 'varchar(9)' },
      nullable: false,
      default: { kind: 'literal', text: 'x', plain: false, sql: "'x'" },
      checks: [{ name: 'k', sql: "VALUE <> ''", validated: true }],
    },
  ]);
});

test('partitions, schemas of tables, identities', () => {
  assert.deepEqual(changes("ALTER TABLE t ATTACH PARTITION p FOR VALUES IN ('a', 'b')"), [
    { subject: 'table', do: 'attach', table: { name: 't' }, part: { name: 'p' }, bound: "FOR VALUES IN ('a', 'b')" },
  ]);
  assert.deepEqual(changes('ALTER TABLE a.t SET SCHEMA b'), [
    { subject: 'table', do: 'move', table: { schema: 'a', name: 't' }, schema: 'b' },
  ]);
  assert.deepEqual(changes('ALTER TABLE t ALTER c SET GENERATED ALWAYS SET INCREMENT 2'), [
    {
      subject: 'table',
      do: 'identity',
      table: { name: 't' },
      column: 'c',
      identity: { always: true, options: { increment: '2' } },
    },
  ]);
});

test('what names something that is only known when the migration runs changes nothing that could be told', () => {
  assert.equal(changes('CREATE EXTENSION {name}'), undefined);
  assert.equal(changes('CREATE VIEW {name} AS SELECT 1'), undefined);
});

test('a text with something unknown in it is no text', () => {
  const [made] = changes("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT {level}'") as {
    definition: unknown;
  }[];
  assert.equal(made?.definition, undefined);
});
