import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { equal, one, read, statement, t } from './sql-in-python.ts';

suite('rows', () => {
  test('UPDATE', () => {
    const sql =
      'UPDATE t AS x SET a = 1, (b, c) = (lower(d), DEFAULT) FROM u JOIN v USING (k) WHERE x.id = u.id AND u.tenant_id = :tenant RETURNING x.id';
    assert.deepEqual(one(sql), {
      kind: 'update',
      table: t,
      alias: 'x',
      sets: [
        { column: { value: 'a', span: 'a' }, value: { kind: 'literal', value: 1 } },
        {
          column: { value: 'b', span: 'b' },
          value: { kind: 'expression', columns: [{ column: 'd' }], functions: ['lower'] },
        },
        { column: { value: 'c', span: 'c' }, value: { kind: 'expression', columns: [], functions: [] } },
      ],
      with: [],
      from: [{ name: 'u' }, { name: 'v' }],
      where: {
        kind: 'and',
        conditions: [
          equal({ kind: 'column', table: 'x', column: 'id' }, { kind: 'column', table: 'u', column: 'id' }),
          equal({ kind: 'column', table: 'u', column: 'tenant_id' }, { kind: 'parameter', name: 'tenant' }),
          equal({ kind: 'column', table: 'u', column: 'k' }, { kind: 'column', table: 'v', column: 'k' }),
        ],
      },
      whereSpan: 'x.id = u.id AND u.tenant_id = :tenant',
    });
  });

  test('a WHERE of a subquery is not the own one', () => {
    const update = one('UPDATE t SET a = (SELECT max(b) FROM u WHERE u.id = t.id)');
    assert.equal(update['where'], undefined);
    assert.equal(update['whereSpan'], undefined);
    const joined = one('UPDATE t SET a = 1 FROM u JOIN v ON u.id = v.id');
    assert.equal(joined['where'], undefined);
  });

  test('comments belong to their statement', () => {
    const operations = read('-- all-tenants: price list\nUPDATE t SET a = 1; -- done\nDELETE FROM t /* all */');
    assert.deepEqual(
      operations.map(({ comments }) => comments),
      [['all-tenants: price list', 'done'], ['all']],
    );
  });

  test('DELETE', () => {
    assert.deepEqual(one('DELETE FROM ONLY t x USING u WHERE x.id = u.id'), {
      kind: 'delete',
      table: t,
      alias: 'x',
      using: [{ name: 'u' }],
      with: [],
      where: equal({ kind: 'column', table: 'x', column: 'id' }, { kind: 'column', table: 'u', column: 'id' }),
      whereSpan: 'x.id = u.id',
    });
  });

  test('INSERT and SELECT', () => {
    assert.deepEqual(one('INSERT INTO t (a, b) VALUES (1, 2), (3, 4) ON CONFLICT DO NOTHING'), {
      kind: 'insert',
      table: t,
      columns: ['a', 'b'],
      rows: 2,
    });
    assert.deepEqual(one('INSERT INTO t DEFAULT VALUES'), { kind: 'insert', table: t, rows: 1 });
    assert.deepEqual(one('INSERT INTO t SELECT * FROM u LIMIT 1'), {
      kind: 'insert',
      table: t,
      query: { relations: [{ name: 'u' }], limited: true },
      unnamed: true,
    });
    assert.deepEqual(one('INSERT INTO t (a) SELECT b FROM u')['values'], [{ kind: 'column', column: 'b' }]);
    assert.deepEqual(one('SELECT setval(1)'), { kind: 'select', query: { relations: [] }, functions: ['setval'] });
    assert.deepEqual(one("SELECT set_config('Lock_Timeout', '5s', true)"), {
      kind: 'select',
      query: { relations: [] },
      functions: ['set_config'],
      setting: { name: 'lock_timeout', reset: false, local: true, value: '5s', valueSpan: "'5s'" },
    });
  });

  test('rows changed in WITH are operations too', () => {
    const operations = read('WITH gone AS (DELETE FROM t WHERE a = 1 RETURNING *) INSERT INTO u SELECT * FROM gone');
    assert.deepEqual(
      operations.map(({ kind, span }) => [kind, span]),
      [
        ['delete', 'DELETE FROM t WHERE a = 1 RETURNING *'],
        ['insert', 'WITH gone AS (DELETE FROM t WHERE a = 1 RETURNING *) INSERT INTO u SELECT * FROM gone'],
      ],
    );
    assert.equal(operations[0]?.['whereSpan'], 'a = 1');
  });
});

suite('other statements', () => {
  const u = { name: 'u', span: 'u' };
  const cases: readonly (readonly [sql: string, command: string, rest?: Record<string, unknown>])[] = [
    ['VACUUM (ANALYZE) t', 'VACUUM', { table: t, needsAutocommit: true }],
    ['ANALYZE t (a)', 'ANALYZE', { table: t }],
    ['REINDEX TABLE CONCURRENTLY t', 'REINDEX', { table: t, concurrently: true, needsAutocommit: true }],
    ['REINDEX INDEX i', 'REINDEX', { object: 'i', others: [{ name: 'i', span: 'REINDEX INDEX i' }] }],
    ['REINDEX DATABASE', 'REINDEX', { needsAutocommit: true, options: ['database'] }],
    ['CLUSTER', 'CLUSTER', { needsAutocommit: true, options: ['all'] }],
    ['CLUSTER t USING i', 'CLUSTER', { table: t, object: 'i' }],
    ['CREATE DATABASE d', 'CREATE DATABASE', { object: 'd', needsAutocommit: true }],
    ['DROP TABLESPACE d', 'DROP TABLESPACE', { object: 'd', needsAutocommit: true }],
    ['ALTER SYSTEM SET wal_level = minimal', 'ALTER SYSTEM', { needsAutocommit: true }],
    [
      "SET LOCAL lock_timeout = '2s'",
      'SET',
      {
        object: 'lock_timeout',
        setting: {
          name: 'lock_timeout',
          reset: false,
          local: true,
          localSpan: 'LOCAL',
          value: '2s',
          valueSpan: "'2s'",
        },
      },
    ],
    [
      'SET statement_timeout TO 0',
      'SET',
      {
        object: 'statement_timeout',
        setting: { name: 'statement_timeout', reset: false, local: false, value: '0', valueSpan: '0' },
      },
    ],
    [
      'SET lock_timeout = :limit',
      'SET',
      { object: 'lock_timeout', setting: { name: 'lock_timeout', reset: false, local: false } },
    ],
    [
      'SET session_replication_role TO DEFAULT',
      'SET',
      { object: 'session_replication_role', setting: { name: 'session_replication_role', reset: true, local: false } },
    ],
    ['SET CONSTRAINTS ALL DEFERRED', 'SET CONSTRAINTS'],
    [
      'RESET search_path',
      'RESET',
      { object: 'search_path', setting: { name: 'search_path', reset: true, local: false } },
    ],
    ['RESET ALL', 'RESET', { setting: { name: 'all', reset: true, local: false } }],
    ['LOCK TABLE t IN SHARE MODE', 'LOCK TABLE', { table: t, options: ['share'] }],
    ['TRUNCATE t CASCADE', 'TRUNCATE', { table: t, options: ['cascade'] }],
    [
      'CREATE OR REPLACE FUNCTION app.f() RETURNS int LANGUAGE sql AS $$ SELECT 1; $$',
      'CREATE FUNCTION',
      { object: 'f' },
    ],
    [
      'CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = app AS $$ SELECT 1 $$',
      'CREATE FUNCTION',
      { object: 'f', options: ['security definer', 'set search_path'] },
    ],
    ['ALTER FUNCTION f() SECURITY INVOKER', 'ALTER FUNCTION'],
    ['DROP FUNCTION IF EXISTS f(int)', 'DROP FUNCTION', { object: 'f', options: ['if exists'] }],
    ['CREATE ROLE r SUPERUSER LOGIN', 'CREATE ROLE', { object: 'r', options: ['superuser', 'canlogin'] }],
    ['ALTER ROLE r NOSUPERUSER BYPASSRLS', 'ALTER ROLE', { options: ['bypassrls'] }],
    ['ALTER TABLE t DISABLE TRIGGER ALL', 'DISABLE TRIGGER', { table: t, options: ['all'] }],
    [
      'CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f()',
      'CREATE TRIGGER',
      { table: t, object: 'g' },
    ],
    ['DROP TRIGGER g ON t', 'DROP TRIGGER', { table: t, object: 'g' }],
    [
      'CREATE OR REPLACE VIEW v AS SELECT 1',
      'CREATE VIEW',
      { object: 'v', options: ['replace'], others: [{ name: 'v', span: 'CREATE OR REPLACE VIEW v AS SELECT 1' }] },
    ],
    ['CREATE MATERIALIZED VIEW v AS SELECT 1', 'CREATE MATERIALIZED VIEW', { object: 'v' }],
    ['REFRESH MATERIALIZED VIEW CONCURRENTLY t', 'REFRESH MATERIALIZED VIEW', { table: t, concurrently: true }],
    [
      'CREATE POLICY p ON t USING (true)',
      'CREATE POLICY',
      {
        table: t,
        object: 'p',
        policy: {
          command: 'all',
          permissive: true,
          roles: ['public'],
          using: { kind: 'constant', value: true },
          functions: [],
        },
      },
    ],
    ['CREATE EXTENSION IF NOT EXISTS "uuid-ossp"', 'CREATE EXTENSION', { object: 'uuid-ossp' }],
    ['CREATE SEQUENCE s.q', 'CREATE SEQUENCE', { object: 'q' }],
    [
      'ALTER SEQUENCE q RESTART',
      'ALTER SEQUENCE',
      { object: 'q', others: [{ name: 'q', span: 'ALTER SEQUENCE q RESTART' }] },
    ],
    ['CREATE SCHEMA IF NOT EXISTS boneca', 'CREATE SCHEMA', { object: 'boneca' }],
    ['DROP SCHEMA boneca', 'DROP SCHEMA', { object: 'boneca' }],
    [
      'GRANT SELECT ON t TO me',
      'GRANT',
      { table: t, grant: { privileges: ['select'], grantees: ['me'], passedOn: false, onFuture: false } },
    ],
    [
      'GRANT ALL ON t TO PUBLIC WITH GRANT OPTION',
      'GRANT',
      { table: t, grant: { privileges: [], grantees: ['public'], passedOn: true, onFuture: false } },
    ],
    [
      'ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO me',
      'ALTER DEFAULT PRIVILEGES',
      { grant: { privileges: ['select'], grantees: ['me'], passedOn: false, onFuture: true } },
    ],
    [
      'GRANT boss TO me WITH ADMIN OPTION',
      'GRANT',
      { grant: { privileges: ['boss'], grantees: ['me'], passedOn: true, onFuture: false } },
    ],
    ['REVOKE ALL ON t FROM PUBLIC', 'REVOKE', { table: t }],
    ['DO $$ BEGIN DELETE FROM t; END $$', 'DO', { options: ['delete'] }],
    [
      "DO $$ BEGIN IF true THEN ALTER TABLE t ADD c int; END IF; EXECUTE format('DROP TABLE %I', 'u'); END $$",
      'DO',
      { options: ['alter', 'execute', 'drop'] },
    ],
    ['CALL p()', 'CALL', { object: 'p' }],
    ['COPY t FROM STDIN', 'COPY', { table: t }],
    ['MERGE INTO t USING u ON t.id = u.id WHEN MATCHED THEN DELETE', 'MERGE', { table: t }],
    ['SELECT 1 AS a INTO u', 'SELECT INTO', { table: u }],
    ['CREATE DOMAIN d AS int CHECK (VALUE > 0)', 'CREATE DOMAIN', { object: 'd' }],
    ['CREATE RULE r AS ON INSERT TO t DO NOTHING', 'CREATE RULE', { table: t, object: 'r' }],
    ["NOTIFY channel, 'x'", 'NOTIFY', { object: 'channel' }],
  ];
  for (const [sql, command, rest] of cases) {
    test(sql, () => {
      assert.deepEqual(one(sql), statement(command, rest));
    });
  }

  test('an operation for each table or object', () => {
    assert.deepEqual(
      read('TRUNCATE t, u').map(({ table }) => table),
      [t, u],
    );
    assert.deepEqual(
      read('DROP VIEW a, b').map(({ object }) => object),
      ['a', 'b'],
    );
  });

  test('transactions', () => {
    const command = (sql: string) => one(sql)['command'];
    assert.deepEqual(
      ['BEGIN', 'START TRANSACTION', 'COMMIT', 'END', 'ROLLBACK', 'SAVEPOINT a', 'ROLLBACK TO a'].map(command),
      ['begin', 'begin', 'commit', 'commit', 'rollback', 'other', 'other'],
    );
  });
});
