/** Statements that each major version of PostgreSQL brought, and old spellings that are still accepted: none is opaque. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { migration, readText } from './python-operations.ts';

const statements: Readonly<Record<number, readonly string[]>> = {
  13: [
    'ALTER TABLE t ALTER COLUMN c DROP EXPRESSION',
    'DROP DATABASE d WITH (FORCE)',
    'ALTER VIEW v RENAME COLUMN a TO b',
    'CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW EXECUTE PROCEDURE f()',
    'SELECT a FROM t ORDER BY a FETCH FIRST 3 ROWS WITH TIES',
    'DO $$ BEGIN IF NOT EXISTS (SELECT 1) THEN UPDATE t SET a = 1; END IF; END $$',
    "CREATE OR REPLACE FUNCTION f() RETURNS trigger AS $body$ BEGIN NEW.a := 'x;y'; RETURN NEW; END; $body$ LANGUAGE plpgsql",
  ],
  14: [
    'ALTER TABLE t DETACH PARTITION p CONCURRENTLY',
    'ALTER TABLE t ALTER COLUMN c SET COMPRESSION lz4',
    'CREATE OR REPLACE TRIGGER g AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()',
    'CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT a; SELECT a + 1; END',
    'REINDEX (CONCURRENTLY, TABLESPACE s) INDEX i',
    'CREATE INDEX i ON t USING brin (a int4_minmax_multi_ops)',
  ],
  15: [
    'MERGE INTO t USING s ON t.id = s.id WHEN MATCHED THEN UPDATE SET a = s.a WHEN NOT MATCHED THEN INSERT VALUES (s.id)',
    'CREATE UNIQUE INDEX i ON t (a) NULLS NOT DISTINCT',
    'ALTER TABLE t SET ACCESS METHOD heap',
    'ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a, b) REFERENCES u ON DELETE SET NULL (b)',
    'CREATE VIEW v WITH (security_invoker = true) AS SELECT 1',
  ],
  16: [
    'CREATE STATISTICS ON a, b FROM t',
    'CREATE TABLE t (c text STORAGE EXTERNAL)',
    'GRANT a TO b WITH INHERIT FALSE',
  ],
  17: [
    'ALTER TABLE t ALTER COLUMN c SET EXPRESSION AS (a * 2)',
    'MERGE INTO t USING s ON t.id = s.id WHEN NOT MATCHED BY SOURCE THEN DELETE',
    "SELECT * FROM JSON_TABLE('[]'::jsonb, '$[*]' COLUMNS (a int PATH '$'))",
  ],
  18: [
    'ALTER TABLE t ADD COLUMN c int GENERATED ALWAYS AS (a * 2) VIRTUAL',
    'ALTER TABLE t ADD CONSTRAINT n NOT NULL c NOT VALID',
    'ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES u NOT ENFORCED',
    'ALTER TABLE t ADD CONSTRAINT k PRIMARY KEY (id, span WITHOUT OVERLAPS)',
    'UPDATE t SET a = 1 WHERE b RETURNING OLD.a, NEW.a',
  ],
};

describe('statements by the version that brought them', () => {
  for (const [major, list] of Object.entries(statements)) {
    for (const sql of list) {
      test(`${major}: ${sql}`, () => {
        const { upgrade } = readText(migration(`op.execute(${JSON.stringify(sql)})`));
        assert.ok(upgrade.length > 0);
        assert.deepEqual(
          upgrade.filter(({ kind }) => kind === 'opaque'),
          [],
        );
        for (const { origin } of upgrade) assert.equal(origin.kind === 'sql' ? origin.count : 0, 1);
      });
    }
  }
});
