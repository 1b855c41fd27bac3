/** Shapes that migrations of real projects have, in our own words. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readOperations } from '../../../../server/src/core/operations/read.ts';
import { parsePython } from '../../../../server/src/core/python/parse.ts';
import { randomOffsets, readTruncated } from '../../../oracle/measure-reading.ts';
import { parser, upgradeLines } from './python-operations.ts';

/** The operations of `upgrade()`; and the file cut off at 200 places is read without a throw. */
function check(text: string, ...expected: readonly string[]): void {
  assert.deepEqual(upgradeLines(text), expected);
  assert.deepEqual(readTruncated(text, randomOffsets(text.length, 200, 7), parser), []);
}

test('upgrade(engine_name) hands over through globals()', () =>
  check(
    `from alembic import op
def upgrade(engine_name):
    globals()["upgrade_%s" % engine_name]()
def upgrade_rdr():
    op.drop_table("a")
def upgrade_metrics():
    pass`,
    'drop_table {table: a} [through upgrade_rdr]',
  ));

test('op is a parameter', () =>
  check(
    `def upgrade(op, tables, tester):
    op.drop_table("a")
    tester.populate_column("a", "b", tester.TestDataType.Foreign)
    op.bulk_insert(tables.kind, [{"name": "x"}])`,
    'drop_table {table: a}',
    'opaque {verb: bulk_insert, reason: the table is not known: tables.kind is only known when the migration runs}',
  ));

test('a helper fed by a table of tuples, with its own autocommit switching', () =>
  check(
    `from alembic import op
INDEXES = [("ix_a", "t", ["a"]), ("ix_b", "t", ["b", "c"])]
def upgrade():
    for name, table, columns in INDEXES:
        create(name, table, columns)
def create(name, table, columns):
    if op.get_bind().dialect.name == "postgresql":
        with op.get_context().autocommit_block():
            op.create_index(name, table, columns, postgresql_concurrently=True)
    else:
        op.create_index(name, table, columns)`,
    'create_index {name: ix_a, table: t, columns: [a], concurrently: true} [autocommit 1; autocommitBlock; onlyDialects postgresql; through create]',
    'create_index {name: ix_a, table: t, columns: [a]} [exceptDialects postgresql; through create]',
    'create_index {name: ix_b, table: t, columns: [b, c], concurrently: true} [autocommit 2; autocommitBlock; onlyDialects postgresql; through create]',
    'create_index {name: ix_b, table: t, columns: [b, c]} [exceptDialects postgresql; through create]',
  ));

test('a loop over a tuple of names', () =>
  check(
    `from alembic import op
import sqlalchemy as sa
def upgrade():
    for table_name in ("templates", "templates_history"):
        op.add_column(table_name, sa.Column("x", sa.Integer))`,
    'add_column {table: templates, column: {name: x, type: int4}}',
    'add_column {table: templates_history, column: {name: x, type: int4}}',
  ));

test('shadow tables with columns from a list', () =>
  check(
    `from alembic import op
import sqlalchemy as sa
def upgrade():
    for name in ["a", "b"]:
        columns = [sa.Column("id", sa.Integer), sa.Column("x", sa.Text)]
        op.create_table("shadow_" + name, *columns)`,
    'create_table {table: shadow_a, columns: [{name: id, type: int4}, {name: x, type: text}]}',
    'create_table {table: shadow_b, columns: [{name: id, type: int4}, {name: x, type: text}]}',
  ));

test('keyword arguments of a table from a dictionary', () =>
  check(
    `from alembic import op
import sqlalchemy as sa
table_kwargs = {"schema": "s", "mysql_engine": "InnoDB"}
def upgrade():
    op.create_table("t", sa.Column("id", sa.Integer), **table_kwargs)
    op.create_table("u", sa.Column("id", sa.Integer), **unknown())`,
    'create_table {table: {schema: s, name: t}, columns: [{name: id, type: int4}]}',
    'create_table {table: u, columns: [{name: id, type: int4}], partial: true}',
  ));

test('an index in a batch block on a table that was created above', () =>
  check(
    `from alembic import op
import sqlalchemy as sa
def upgrade():
    op.create_table("t", sa.Column("id", sa.Integer))
    with op.batch_alter_table("t", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_t_id"), ["id"], unique=False)`,
    'create_table {table: t, columns: [{name: id, type: int4}]}',
    'create_index {name: f(ix_t_id), table: t, columns: [id]} [batch t]',
  ));

test('a local context manager that drops and restores keys', () =>
  check(
    `from contextlib import contextmanager
from alembic import op
KEYS = ["fk_a", "fk_b"]
@contextmanager
def without_keys(table):
    for name in KEYS:
        op.drop_constraint(name, table)
    try:
        yield
    finally:
        for name in KEYS:
            op.create_foreign_key(name, table, "o", ["o_id"], ["id"])
def upgrade():
    with without_keys("t"):
        op.drop_column("t", "x")`,
    'drop_constraint {table: t, name: fk_a} [through without_keys]',
    'drop_constraint {table: t, name: fk_b} [through without_keys]',
    'drop_column {table: t, column: x}',
    'add_foreign_key {table: t, constraint: {name: fk_a, columns: [o_id], referent: o, referentColumns: [id]}} [through without_keys]',
    'add_foreign_key {table: t, constraint: {name: fk_b, columns: [o_id], referent: o, referentColumns: [id]}} [through without_keys]',
  ));

test('an early return', () =>
  check(
    `from alembic import op
from ckan.migration import skip_based_on_legacy_engine_version
def upgrade():
    if skip_based_on_legacy_engine_version(op, __name__):
        return
    op.drop_table("t")`,
    'opaque {reason: "skip_based_on_legacy_engine_version" is imported from ckan.migration, imported: [{path: ckan.migration.skip_based_on_legacy_engine_version}]}',
    'drop_table {table: t} [conditional]',
  ));

test('COMMIT, then concurrent DDL', () =>
  check(
    `from alembic import op
def upgrade():
    op.execute("COMMIT")
    op.execute("CREATE INDEX CONCURRENTLY ix ON t (a)")`,
    'transaction {command: commit}',
    'create_index {name: ix, table: t, columns: [a], concurrently: true, method: btree} [autocommit 1]',
  ));

test('a separate AUTOCOMMIT connection', () =>
  check(
    `from alembic import op
NAME = "ix"
def upgrade():
    with op.get_bind().engine.connect().execution_options(isolation_level="AUTOCOMMIT") as c:
        c.exec_driver_sql(f"CREATE INDEX CONCURRENTLY {NAME} ON t (a)")
    op.drop_table("a")`,
    'create_index {name: ix, table: t, columns: [a], concurrently: true, method: btree} [autocommit 1]',
    'drop_table {table: a}',
  ));

test('autocommit_block', () =>
  check(
    `from alembic import op
def upgrade():
    with op.get_context().autocommit_block():
        op.execute("ALTER TYPE kind ADD VALUE 'x'")
    op.drop_table("a")`,
    'alter_type {name: kind, change: {kind: add-value, value: x}} [autocommit 1; autocommitBlock]',
    'drop_table {table: a}',
  ));

test('a history for one dialect', () =>
  check(
    `from alembic import op
def upgrade():
    with op.batch_alter_table("t", recreate="always") as b:
        b.drop_column("x")`,
    'drop_column {table: t, column: x} [batch t]',
  ));

test('a schema prefix by concatenation', () =>
  check(
    `from alembic import op, context
def upgrade():
    schema = context.get_context().version_table_schema + "." if context.get_context().version_table_schema else ""
    op.execute("ALTER TABLE " + schema + "rules DROP CONSTRAINT x")
    known = "app" + "."
    op.execute("ALTER TABLE " + known + "rules DROP CONSTRAINT x")`,
    'drop_constraint {table: {schema: {version_table_schema}, name: rules}, name: x}',
    'drop_constraint {table: {schema: app, name: rules}, name: x}',
  ));

test('chains of dialects around every operation', () =>
  check(
    `from alembic import context, op
def upgrade():
    if context.get_context().dialect.name in ["oracle", "mysql"]:
        op.drop_table("a")
    elif context.get_context().dialect.name == "postgresql":
        op.drop_table("b")`,
    'drop_table {table: a} [onlyDialects oracle > mysql]',
    'drop_table {table: b} [onlyDialects postgresql; exceptDialects oracle > mysql]',
  ));

test('implicit concatenation, then format with a new uuid', () =>
  check(
    `import uuid
from alembic import op
def upgrade():
    op.execute(
        ("INSERT INTO t (id, name)"
         " VALUES ('{}', '{}')").format(uuid.uuid4(), "x")
    )`,
    'insert {table: t, columns: [id, name], values: [{kind: unknown, reason: it is only known when the migration runs}, {kind: literal, value: x}], rows: 1}',
  ));

test('a whole SELECT as a hole', () =>
  check(
    `from alembic import op
from app.sql import select_users
def upgrade():
    op.execute(f"INSERT INTO t (id) {select_users}")`,
    'opaque {verb: execute, reason: "select_users" is imported from app.sql}',
  ));

test('a SET clause from a dictionary', () =>
  check(
    `from alembic import op
VALUES = {"a": 1, "b": "now()"}
def upgrade():
    set_clause = ", ".join(f"{column} = {value}" for column, value in VALUES.items())
    op.execute(f"UPDATE t SET {set_clause} WHERE id = 1")`,
    'update {table: t, sets: [{column: a, value: {kind: literal, value: 1}}, {column: b, value: {kind: expression, functions: [now]}}], where: {kind: compare, operator: =, left: {kind: column, column: id}, right: {kind: literal, value: 1}}}',
  ));

test('the kind of an object as a hole', () =>
  check(
    `from alembic import op
def upgrade():
    for kind in ("TABLE", "SEQUENCE"):
        op.execute(f"ALTER {kind} x OWNER TO me")
    move("VIEW")
    move(kinds())
def move(kind):
    op.execute(f"ALTER {kind} x SET SCHEMA s")`,
    'statement {command: OWNER TO, table: x}',
    'statement {command: ALTER SEQUENCE, object: x}',
    'statement {command: ALTER VIEW SET SCHEMA, table: x} [through move]',
    'opaque {verb: execute, reason: what kinds() returns is only known when the migration runs} [through move]',
  ));

test('the body of a view from another call', () =>
  check(
    `from alembic import op
def body():
    return "SELECT 1"
def upgrade():
    op.execute("CREATE VIEW v AS {}".format(body()))
    op.execute("CREATE VIEW w AS {}".format(str(compiled())))`,
    'statement {command: CREATE VIEW, object: v}',
    'opaque {verb: execute, reason: what compiled() returns is only known when the migration runs}',
  ));

test('policies from f-strings in a match', () =>
  check(
    `from alembic import op
TABLES = ("a", "b")
def upgrade():
    for table in TABLES:
        match {"table": table}:
            case {"table": str(name)}:
                op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")`,
    'statement {command: ENABLE ROW LEVEL SECURITY, table: a} [conditional]',
    'statement {command: ENABLE ROW LEVEL SECURITY, table: b} [conditional]',
  ));

test('SQL that is imported', () =>
  check(
    `from alembic import op
from app.sql import CREATE_VIEW
def upgrade():
    op.execute(CREATE_VIEW)
    op.execute(CREATE_VIEW.format(x=1))`,
    'opaque {verb: execute, reason: "CREATE_VIEW" is imported from app.sql, imported: [{path: app.sql.CREATE_VIEW}]}',
    'opaque {verb: execute, reason: "CREATE_VIEW" is imported from app.sql, imported: [{path: app.sql.CREATE_VIEW.format}]}',
  ));

test('driver placeholders and expanding binds', () =>
  check(
    `from alembic import op
import sqlalchemy as sa
def upgrade():
    conn = op.get_bind()
    conn.execute("UPDATE t SET a = %s WHERE id = %s", (1, 2))
    conn.execute(sa.text("DELETE FROM t WHERE id IN :ids").bindparams(sa.bindparam("ids", expanding=True)), {"ids": [1]})`,
    'update {table: t, sets: [{column: a, value: {kind: parameter, name: }}], where: {kind: compare, operator: =, left: {kind: column, column: id}, right: {kind: parameter, name: }}}',
    'delete {table: t, where: {kind: in, left: {kind: column, column: id}, right: [{kind: parameter, name: ids}]}}',
  ));

test('embedded models and a session', () =>
  check(
    `from alembic import op
import sqlalchemy as sa
from sqlalchemy.ext.declarative import declarative_base
from sqlalchemy.orm import Session, sessionmaker
Base = declarative_base()
class User(Base):
    __tablename__ = "users"
    id = sa.Column(sa.Integer, primary_key=True)
    kind = sa.Column("kind_name", sa.Text)
def upgrade():
    session = Session(bind=op.get_bind())
    for user in session.query(User).filter(User.kind == "a").all():
        user.kind = "b"
    session.query(User).filter_by(kind="x").update({"kind": "y"})
    session.query(User).filter(User.id > 3).delete()
    session.add(User(id=1, kind="z"))
    session.execute(sa.update(User).where(User.id == 1).values(kind="q"))
    session.add(imported())
    session.commit()
    other = sessionmaker(bind=op.get_bind())()
    other.execute(sa.text("DELETE FROM u"))`,
    'select {query: {relations: [users], where: {kind: compare, operator: =, left: {kind: column, table: users, column: kind_name}, right: {kind: literal, value: a}}}}',
    'update {table: users, sets: [{column: kind_name, value: {kind: literal, value: y}}], where: {kind: compare, operator: =, left: {kind: column, column: kind_name}, right: {kind: literal, value: x}}}',
    'delete {table: users, where: {kind: compare, operator: >, left: {kind: column, table: users, column: id}, right: {kind: literal, value: 3}}}',
    'insert {table: users, columns: [id, kind_name], rows: 1}',
    'update {table: users, sets: [{column: kind_name, value: {kind: literal, value: q}}], where: {kind: compare, operator: =, left: {kind: column, table: users, column: id}, right: {kind: literal, value: 1}}}',
    'opaque {verb: add, reason: add() of a session is given objects that are only known when the migration runs}',
    'transaction {command: commit, session: true}',
    'delete {table: u}',
  ));

test('a back-fill in batches', () =>
  check(
    `from alembic import op
import sqlalchemy as sa
def upgrade():
    conn = op.get_bind()
    while True:
        result = conn.execute(sa.text("UPDATE t SET a = 1 WHERE id IN (SELECT id FROM t WHERE a IS NULL LIMIT 100)"))
        if result.rowcount == 0:
            break
    op.alter_column("t", "a", nullable=False)`,
    'update {table: t, sets: [{column: a, value: {kind: literal, value: 1}}], where: {kind: in, left: {kind: column, column: id}, right: {relations: [t], where: {kind: null, operand: {kind: column, column: a}}, limited: true}}} [loop while True]',
    'alter_column {table: t, column: a, nullable: false}',
  ));

test('the life of an enum', () =>
  check(
    `from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ENUM
def upgrade():
    kind = ENUM("a", "b", name="kind", create_type=False)
    kind.create(op.get_bind(), checkfirst=False)
    op.add_column("t", sa.Column("kind", kind, nullable=True))
    op.sync_enum_values("public", "kind", ["a", "b"], [("t", "kind")])`,
    'create_type {name: kind, labels: [a, b]}',
    'add_column {table: t, column: {name: kind, type: {name: kind, enum: {name: kind, labels: [a, b], native: true}}, nullable: true}}',
    'alter_type {name: kind, schema: public, change: {kind: rename, to: kind_old}}',
    'create_type {name: kind, schema: public, labels: [a, b]}',
    'alter_column {table: {schema: public, name: t}, column: kind, type: {name: kind, schema: public}, using: "kind"::text::"public"."kind"}',
    'drop_type {name: kind_old, schema: public}',
  ));

test('nested functions, also async ones', () =>
  check(
    `from alembic import op
import sqlalchemy as sa
def upgrade():
    async def clean(connection):
        await connection.execute(sa.text("DELETE FROM t"))
    op.run_async(clean)
    def drop(name):
        op.drop_table(name)
    for name in "a b".split():
        drop(name)`,
    'delete {table: t} [through clean]',
    'drop_table {table: a} [through drop]',
    'drop_table {table: b} [through drop]',
  ));

test('17,000 lines of SQL strings', () => {
  const statements = Array.from({ length: 850 }, (_, i) => {
    const columns = Array.from({ length: 18 }, (__, column) => `        c${column} integer`).join(',\n');
    return `    op.execute(\n        """CREATE TABLE t${i} (\n${columns}\n        )"""\n    )`;
  });
  const text = `from alembic import op\ndef upgrade():\n${statements.join('\n')}\n`;
  assert.ok(text.split('\n').length > 17_000);
  const lines = upgradeLines(text);
  assert.equal(lines.length, 850);
  assert.match(lines.at(-1) ?? '', /^create_table \{table: t849, columns: \[\{name: c0, type: int4\}/);
});

test('SQL and helpers from a module of the project', () => {
  const text = `from alembic import op
from app.sql import CREATE_VIEW, drop_view
def upgrade():
    drop_view(op, "v")
    op.execute(CREATE_VIEW.format(name="v"))`;
  const module = `CREATE_VIEW = "CREATE VIEW {name} AS SELECT 1"
def drop_view(op, name):
    op.execute(f"DROP VIEW IF EXISTS {name}")`;
  const modules = new Map([['app.sql', { text: module, isPackage: false }]]);
  const { upgrade } = readOperations(parsePython(text), { parser, modules });
  assert.deepEqual(
    upgrade.map((operation) => (operation.kind === 'statement' ? operation.command : operation.kind)),
    ['DROP VIEW', 'CREATE VIEW'],
  );
});
