/** Operations as SQL: what comes with them, in what order, and how sure it is. The full comparison is the oracle's. */

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { rendered, shown } from '../../../support/rendered.ts';

suite('what Alembic adds', () => {
  test('a column brings its constraints, index and comment in statements of their own', () => {
    const column =
      'sa.Column("a", sa.Integer(), sa.ForeignKey("u.id", ondelete="CASCADE"), nullable=False, index=True, comment="it\'s")';
    assert.deepEqual(shown(`op.add_column("t", ${column}, schema="s")`), [
      'exact: ALTER TABLE s.t ADD COLUMN a INTEGER NOT NULL;',
      'exact: ALTER TABLE s.t ADD FOREIGN KEY(a) REFERENCES u (id) ON DELETE CASCADE;',
      'exact: CREATE INDEX ix_s_t_a ON s.t (a);',
      "exact: COMMENT ON COLUMN s.t.a IS 'it''s';",
    ]);
  });

  test('an enum is made before the first table that has it, and once in a run', () => {
    const table = (name: string) => `op.create_table("${name}", sa.Column("m", sa.Enum("a", "b", name="mood")))`;
    assert.deepEqual(
      rendered(`${table('one')}\n${table('two')}`).map(({ sql }) => sql.split('\n')[0]),
      ["CREATE TYPE mood AS ENUM ('a', 'b');", 'CREATE TABLE one (', 'CREATE TABLE two ('],
    );
  });

  test('the only integer key becomes SERIAL, unless something says otherwise', () => {
    const key = (more: string) =>
      rendered(
        `op.create_table("t", sa.Column("id", sa.BigInteger(), ${more}), sa.PrimaryKeyConstraint("id"))`,
      )[0]?.sql.split('\n')[1];
    assert.equal(key('nullable=False'), '    id BIGSERIAL NOT NULL, ');
    assert.equal(key('autoincrement=False'), '    id BIGINT NOT NULL, ');
    assert.equal(key('sa.ForeignKey("u.id")'), '    id BIGINT NOT NULL, ');
    assert.equal(key('server_default="1"'), "    id BIGINT DEFAULT '1' NOT NULL, ");
  });

  test('each change of a column is a statement, in Alembic’s order, with its own effects', () => {
    const body = 'op.alter_column("t", "a", new_column_name="b", nullable=False, type_=sa.Text(), server_default=None)';
    const statements = rendered(body);
    assert.deepEqual(
      statements.map(({ sql }) => sql),
      [
        'ALTER TABLE t ALTER COLUMN a TYPE TEXT;',
        'ALTER TABLE t ALTER COLUMN a SET NOT NULL;',
        'ALTER TABLE t ALTER COLUMN a DROP DEFAULT;',
        'ALTER TABLE t RENAME a TO b;',
      ],
    );
    assert.deepEqual(
      statements.map(({ work }) => [work.rewrites.length, work.scans.length]),
      [
        [1, 0],
        [0, 1],
        [0, 0],
        [0, 0],
      ],
    );
  });

  test('a batch block sends its changes at its end; on SQLite it may have to copy the table', () => {
    const body = `with op.batch_alter_table("t") as batch_op:
    batch_op.alter_column("a", nullable=False, existing_type=sa.Integer())
    batch_op.execute("SELECT 1")`;
    assert.deepEqual(shown(body), ['exact: SELECT 1;', 'exact: ALTER TABLE t ALTER COLUMN a SET NOT NULL;']);
    assert.match(
      shown(body, { dialect: 'sqlite' })[1] ?? '',
      /^opaque: -- Alembic refuses this: the batch block copies/,
    );
  });
});

suite('how sure it is', () => {
  test('a loop over a set runs in any order', () => {
    const loop = (names: string) => `for name in ${names}:\n    op.drop_table(name)`;
    assert.deepEqual(shown(loop('("a", "b")')), ['exact: DROP TABLE a;', 'exact: DROP TABLE b;']);
    assert.deepEqual(shown(loop('{"a", "b"}')), ['assumed: DROP TABLE a;', 'assumed: DROP TABLE b;']);
    assert.deepEqual(shown(loop('sorted({"a", "b"})')), ['exact: DROP TABLE a;', 'exact: DROP TABLE b;']);
  });

  test('rows go into the table that create_table returns', () => {
    const made = 't = op.create_table("t", sa.Column("a", sa.String()), sa.Column("b", sa.Integer(), default=1))\n';
    const inserts = (rows: string) => shown(`${made}op.bulk_insert(t, ${rows})`).slice(1);
    assert.deepEqual(inserts('[{"a": "x", "b": 2}, {"a": "y"}]'), [
      "exact: INSERT INTO t (a, b) VALUES ('x', 2);",
      "assumed: INSERT INTO t (a) VALUES ('y');",
    ]);
    assert.deepEqual(inserts('[{"a": x, "b": 2} for x in {"y", "z"}]'), [
      "assumed: INSERT INTO t (a, b) VALUES ('y', 2);",
      "assumed: INSERT INTO t (a, b) VALUES ('z', 2);",
    ]);
  });

  test('SQLAlchemy refuses a table with the same column twice', () =>
    assert.match(
      shown('op.create_table("t", sa.Column("a", sa.Text()), sa.Column("a", sa.Text()))')[0] ?? '',
      /^opaque: -- Alembic refuses this: the column a is declared twice/,
    ));

  test('a bind parameter stays as written, since offline Alembic writes NULL for it', () => {
    const [statement] = rendered(`op.execute("UPDATE t SET a = '10:30', b = '{\\"x\\":1}', c = a::int")`);
    assert.equal(statement?.status, 'partial');
    assert.equal(statement?.sql, `UPDATE t SET a = '10:30', b = '{"x":1}', c = a::int;`);
    assert.match(statement?.notes[0] ?? '', /:1 is a bind parameter/);
  });

  test('parameters that are bound in the migration are filled in', () => {
    assert.deepEqual(shown('op.execute(sa.text("UPDATE t SET a = :a").bindparams(a="it\'s"))'), [
      "exact: UPDATE t SET a = 'it''s';",
    ]);
  });

  test('what is only known at run time is a placeholder', () => {
    assert.deepEqual(shown('op.add_column("t", sa.Column("a", sa.String(length=settings.size)))'), [
      'partial: ALTER TABLE t ADD COLUMN a VARCHAR(/* settings.size */);',
    ]);
    assert.match(
      shown('op.add_column("t", sa.Column("a", custom.Type()))')[0] ?? '',
      /^partial: .* a \/\* custom\.Type\(\) \*\/;$/,
    );
  });

  test('what can’t be read at all is its source', () => {
    assert.deepEqual(shown('op.execute(build_sql())'), ['opaque: -- op.execute(build_sql())']);
    assert.deepEqual(shown('op.create_entity(thing)'), ['opaque: -- op.create_entity(thing)']);
  });

  test('what Alembic refuses is a comment that says why', () => {
    assert.deepEqual(shown('op.drop_constraint(None, "t", type_="foreignkey")'), [
      'opaque: -- Alembic refuses this: a constraint without a name cannot be dropped\n-- ALTER TABLE t DROP CONSTRAINT ?',
    ]);
  });

  test('a column of values that offline Alembic can’t write is assumed', () => {
    const table = 'sa.table("t", sa.column("a", sa.JSON), sa.column("n", sa.Integer))';
    assert.deepEqual(shown(`op.bulk_insert(${table}, [{"n": 1}, {"n": 2, "a": "x"}])`), [
      'exact: INSERT INTO t (n) VALUES (1);',
      "assumed: INSERT INTO t (a, n) VALUES ('x', 2);",
    ]);
  });

  test('Core statements of one table are exact, of several assumed', () => {
    const own = 't = sa.table("t", sa.column("a", sa.Integer))\n';
    assert.deepEqual(shown(`${own}op.execute(t.update().where(t.c.a == sa.null()).values(a=1))`), [
      'exact: UPDATE t SET a=1 WHERE t.a IS NULL;',
    ]);
    const tables = 'a = sa.table("a", sa.column("x"))\nb = sa.table("b", sa.column("y", sa.Integer))\n';
    assert.deepEqual(shown(`${tables}op.execute(b.update().where(sa.or_(b.c.y == 1, b.c.y.is_(None))).values(y=2))`), [
      'exact: UPDATE b SET y=2 WHERE b.y = 1 OR b.y IS NULL;',
    ]);
    assert.match(
      shown(`${tables}op.execute(b.update().where(b.c.y == a.c.x).values(y=2))`)[0] ?? '',
      /^assumed: UPDATE b/,
    );
  });
});
