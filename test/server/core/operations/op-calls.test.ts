import assert from 'node:assert/strict';
import { test } from 'node:test';
import { migration, upgradeLines } from './python-operations.ts';

/** The operations of an `upgrade()` with this body. */
function check(body: string, ...expected: readonly string[]): void {
  assert.deepEqual(upgradeLines(migration(body)), expected);
}

test('create table', () =>
  check(
    `op.create_table(
    "users",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("org_id", sa.UUID(), sa.ForeignKey("orgs.id", name="fk", ondelete="cascade"), nullable=False),
    sa.Column("kind", sa.Enum("a", "b", name="kind"), server_default="a"),
    sa.Column("n", sa.Integer, sa.CheckConstraint("n IS NOT NULL"), index=True, unique=True, comment="c"),
    sa.PrimaryKeyConstraint("id", name="pk"),
    sa.UniqueConstraint("org_id", "kind", name=op.f("uq")),
    sa.ForeignKeyConstraint(["org_id"], ["s.orgs.id"], onupdate="SET NULL", deferrable=True, initially="DEFERRED"),
    sa.Index("ix", "kind", unique=True),
    schema="app",
    if_not_exists=True,
)`,
    'create_table {table: {schema: app, name: users}, columns: [{name: id, type: int4, primaryKey: true}, {name: org_id, type: uuid, nullable: false, foreignKeys: [{columns: [org_id], referent: orgs, referentColumns: [id], name: fk, onDelete: CASCADE}]}, {name: kind, type: {name: kind, enum: {name: kind, labels: [a, b], native: true, createType: true}}, serverDefault: {kind: literal, text: a, plain: true}}, {name: n, type: int4, index: true, unique: true, checks: [{sql: n IS NOT NULL, provesNotNull: [n]}], comment: c}], constraints: [{kind: primary-key, name: pk, columns: [id]}, {kind: unique, name: f(uq), columns: [org_id, kind]}, {kind: foreign-key, columns: [org_id], referent: {schema: s, name: orgs}, referentColumns: [id], onUpdate: SET NULL, deferrable: true, initiallyDeferred: true}], ifNotExists: true}',
    'create_index {name: ix, table: {schema: app, name: users}, columns: [kind], unique: true}',
  ));

test('create table partial', () =>
  check(
    `op.create_table("t", *columns())
op.create_table("u", sa.Column("id", sa.Integer), make(), prefixes=["TEMPORARY"], postgresql_partition_by="LIST (id)")
op.create_table(name(), sa.Column("id", sa.Integer))`,
    'create_table {table: t, partial: true}',
    'create_table {table: u, columns: [{name: id, type: int4}], partial: true, partitioned: true, temporary: true, partitionKey: LIST (id)}',
    "opaque {verb: create_table, reason: the table's name is not known: what name() returns is only known when the migration runs}",
  ));

test('tables', () =>
  check(
    `op.drop_table("t", schema="s", if_exists=True)
op.rename_table("a", "b", schema="s")
op.create_table_comment("t", "it's")
op.drop_table_comment("t", schema="s")`,
    'drop_table {table: {schema: s, name: t}, ifExists: true}',
    'rename_table {table: {schema: s, name: a}, newName: b}',
    "set_comment {table: t, comment: it's}",
    'set_comment {table: {schema: s, name: t}, comment: null}',
  ));

test('columns', () =>
  check(
    `op.add_column("t", sa.Column("a", sa.String(length=50), nullable=False, server_default=sa.text("now()")), schema="s")
op.add_column("t", column=sa.Column("a", sa.Integer, sa.Identity(always=True)), if_not_exists=True, inline_references=True)
op.add_column("t", sa.Column("a", sa.Integer, sa.Computed("b + 1", persisted=True), default=0))
op.drop_column("t", "a", if_exists=True)
op.drop_column(table_name="t", column_name="a", schema="s")
op.add_column("t", make_column())
op.add_column(f"t_{x}", sa.Column("a", sa.Integer))
op.add_column("t")`,
    'add_column {table: {schema: s, name: t}, column: {name: a, type: {name: varchar, modifiers: [50]}, nullable: false, serverDefault: {kind: expression, sql: now(), functions: [now]}}}',
    'add_column {table: t, column: {name: a, type: int4, identity: {always: true}}, ifNotExists: true, inlineReferences: true}',
    'add_column {table: t, column: {name: a, type: int4, clientDefault: {start: 451, end: 452}, clientDefaultIsSql: true, computed: {sql: b + 1, stored: true}}}',
    'drop_column {table: t, column: a, ifExists: true}',
    'drop_column {table: {schema: s, name: t}, column: a}',
    'opaque {verb: add_column, reason: the column is not known: what make_column() returns is only known when the migration runs}',
    'opaque {verb: add_column, reason: the table\'s name is not known: "x" is not defined in this file}',
    'opaque {verb: add_column, reason: no column is given}',
  ));

test('alter column', () =>
  check(
    `op.alter_column("t", "c", nullable=False, existing_type=sa.Integer(), existing_nullable=True)
op.alter_column("t", "c", type_=sa.BigInteger(), postgresql_using="c::bigint")
op.alter_column("t", "c", new_column_name="d", schema="s")
op.alter_column("t", "c", server_default=None)
op.alter_column("t", "c", server_default=False, comment=None)
op.alter_column("t", "c", server_default=sa.func.gen_random_uuid(), comment="x", nullable=flag)`,
    'alter_column {table: t, column: c, nullable: false, existingType: int4, existingNullable: true}',
    'alter_column {table: t, column: c, type: int8, using: c::bigint}',
    'alter_column {table: {schema: s, name: t}, column: c, newName: d}',
    'alter_column {table: t, column: c, serverDefault: null}',
    'alter_column {table: t, column: c, comment: null}',
    'alter_column {table: t, column: c, nullable: ?"flag" is not defined in this file?, serverDefault: {kind: expression, sql: gen_random_uuid(), functions: [gen_random_uuid]}, comment: x}',
  ));

test('indexes', () =>
  check(
    `op.create_index("ix", "t", ["a", sa.text("lower(b)"), sa.text("c DESC"), sa.column("d").desc()], unique=True)
op.create_index(None, "t", ["a"], postgresql_concurrently=True, postgresql_using="gin", postgresql_where=sa.text("a > 1"), if_not_exists=True, schema="s")
op.create_index(index_name="ix", table_name="t", columns=["a"], postgresql_where="b IS NULL", postgresql_concurrently=x)
op.drop_index("ix", "t", schema="s")
op.drop_index(op.f("ix"), if_exists=True, postgresql_concurrently=True)
op.create_index("ix", "t", cols)`,
    'create_index {name: ix, table: t, columns: [a, -, c, d], keys: [-, lower(b), c DESC, d DESC], unique: true}',
    'create_index {table: {schema: s, name: t}, columns: [a], concurrently: true, ifNotExists: true, method: gin, where: a > 1}',
    'create_index {name: ix, table: t, columns: [a], concurrently: ?"x" is not defined in this file?, where: b IS NULL}',
    'drop_index {name: ix, schema: s, table: {schema: s, name: t}}',
    'drop_index {name: f(ix), concurrently: true, ifExists: true}',
    'opaque {verb: create_index, reason: the columns are not known: "cols" is not defined in this file}',
  ));

test('constraints', () =>
  check(
    `op.create_foreign_key("fk", "a", "b", ["x", "y"], ["p", "q"], ondelete="cascade", source_schema="s1", referent_schema="s2", postgresql_not_valid=True)
op.create_foreign_key(None, source_table="a", referent_table="b", local_cols=["x"], remote_cols=["y"])
op.create_unique_constraint("uq", "t", ["a", "b"], schema="s")
op.create_primary_key("pk", "t", ["id"])
op.create_check_constraint("ck", "t", "a IS NOT NULL AND b > 0", postgresql_not_valid=True)
op.create_check_constraint("ck", "t", sa.column("a").isnot(None))
op.create_exclude_constraint("ex", "t", ("period", "&&"), using="gist")
op.drop_constraint("fk", "t", type_="foreignkey", schema="s")
op.drop_constraint("ck", "t", "check", if_exists=True)
op.drop_constraint(None, "t")
op.create_unique_constraint("uq", "t", columns())`,
    'add_foreign_key {table: {schema: s1, name: a}, constraint: {name: fk, onDelete: CASCADE, columns: [x, y], referent: {schema: s2, name: b}, referentColumns: [p, q]}, notValid: true}',
    'add_foreign_key {table: a, constraint: {columns: [x], referent: b, referentColumns: [y]}}',
    'add_unique {table: {schema: s, name: t}, name: uq, columns: [a, b]}',
    'add_primary_key {table: t, name: pk, columns: [id]}',
    'add_check {table: t, constraint: {name: ck, sql: a IS NOT NULL AND b > 0, provesNotNull: [a]}, notValid: true}',
    'add_check {table: t, constraint: {name: ck, sql: a IS NOT NULL, provesNotNull: [a]}}',
    'add_exclusion {table: t, name: ex, sql: USING gist (period WITH &&)}',
    'drop_constraint {table: {schema: s, name: t}, name: fk, constraintType: foreign-key}',
    'drop_constraint {table: t, name: ck, constraintType: check, ifExists: true}',
    'drop_constraint {table: t}',
    'opaque {verb: create_unique_constraint, reason: the columns are not known: what columns() returns is only known when the migration runs}',
  ));

test('batch', () =>
  check(
    `with op.batch_alter_table("t", schema="s", recreate="auto") as batch_op:
    batch_op.add_column(sa.Column("a", sa.Integer))
    batch_op.alter_column("b", nullable=False)
    batch_op.execute("UPDATE t SET a = 1")
    batch_op.create_index(batch_op.f("ix"), ["a"])
    op.drop_table("other")
    batch_op.create_foreign_key("fk", "o", ["a"], ["id"])
    batch_op.drop_constraint("uq", type_="unique")
    batch_op.create_unique_constraint("uq", ["a"])
    batch_op.drop_column("z")
    batch_op.drop_index("iy")
    batch_op.create_check_constraint("ck", "a > 0")
    batch_op.create_primary_key("pk", ["a"])
    batch_op.create_table_comment("c")
    batch_op.drop_table_comment()
    batch_op.create_exclude_constraint("ex", ("a", "="))
    batch_op.reorder("a")
op.drop_table("after")
with op.batch_alter_table(name()) as b:
    b.drop_column("x")
    b.execute("SELECT 1")`,
    'update {table: t, sets: [{column: a, value: {kind: literal, value: 1}}]} [batch {schema: s, name: t}]',
    'drop_table {table: other}',
    'add_column {table: {schema: s, name: t}, column: {name: a, type: int4}} [batch {schema: s, name: t}]',
    'alter_column {table: {schema: s, name: t}, column: b, nullable: false} [batch {schema: s, name: t}]',
    'create_index {name: f(ix), table: {schema: s, name: t}, columns: [a]} [batch {schema: s, name: t}]',
    'add_foreign_key {table: {schema: s, name: t}, constraint: {name: fk, columns: [a], referent: o, referentColumns: [id]}} [batch {schema: s, name: t}]',
    'drop_constraint {table: {schema: s, name: t}, name: uq, constraintType: unique} [batch {schema: s, name: t}]',
    'add_unique {table: {schema: s, name: t}, name: uq, columns: [a]} [batch {schema: s, name: t}]',
    'drop_column {table: {schema: s, name: t}, column: z} [batch {schema: s, name: t}]',
    'drop_index {name: iy, schema: s, table: {schema: s, name: t}} [batch {schema: s, name: t}]',
    'add_check {table: {schema: s, name: t}, constraint: {name: ck, sql: a > 0}} [batch {schema: s, name: t}]',
    'add_primary_key {table: {schema: s, name: t}, name: pk, columns: [a]} [batch {schema: s, name: t}]',
    'set_comment {table: {schema: s, name: t}, comment: c} [batch {schema: s, name: t}]',
    'set_comment {table: {schema: s, name: t}, comment: null} [batch {schema: s, name: t}]',
    'add_exclusion {table: {schema: s, name: t}, name: ex, sql: USING gist (a WITH =)} [batch {schema: s, name: t}]',
    "opaque {verb: reorder, reason: op.reorder is not one of Alembic's own operations} [batch {schema: s, name: t}]",
    'drop_table {table: after}',
    'select {query: {}}',
    "opaque {verb: drop_column, reason: the table's name is not known: what name() returns is only known when the migration runs}",
  ));

test('execute', () =>
  check(
    `op.execute("UPDATE t SET a = 1 WHERE b = 2; DROP TABLE u")
op.execute(sa.text("DELETE FROM t WHERE a = :a").bindparams(a=1))
op.get_bind().execute(sa.text("UPDATE t SET a = :a"), {"a": 1})
conn = op.get_bind()
conn.execute("UPDATE t SET a = %s", (1,))
conn.exec_driver_sql("UPDATE t SET a = %(x)s", {"x": 1})
rows = conn.execute(sa.text("SELECT id FROM t")).fetchall()
op.get_context().connection.execute(sa.text("DROP TABLE v"))
sql = "DROP " + "TABLE w"
op.execute(sql)
op.execute(imported_sql)
op.execute(sa.text(f"DROP TABLE {name}"))
from sqlalchemy.orm import Session
session = Session(bind=conn)
session.execute("UPDATE t SET a = :a", {"a": 1})
session.commit()
conn.commit()
conn.begin()
conn.scalar(sa.text("SELECT count(*) FROM t"))
op.execute(sa.schema.CreateSchema("s", if_not_exists=True))`,
    'update {table: t, sets: [{column: a, value: {kind: literal, value: 1}}], where: {kind: compare, operator: =, left: {kind: column, column: b}, right: {kind: literal, value: 2}}}',
    'drop_table {table: u}',
    'delete {table: t, where: {kind: compare, operator: =, left: {kind: column, column: a}, right: {kind: parameter, name: a}}}',
    'update {table: t, sets: [{column: a, value: {kind: parameter, name: a}}]}',
    'update {table: t, sets: [{column: a, value: {kind: parameter, name: }}]}',
    'update {table: t, sets: [{column: a, value: {kind: parameter, name: x}}]}',
    'select {query: {relations: [t]}}',
    'drop_table {table: v}',
    'drop_table {table: w}',
    'opaque {verb: execute, reason: "imported_sql" is not defined in this file}',
    'opaque {verb: execute, reason: "name" is not defined in this file}',
    'update {table: t, sets: [{column: a, value: {kind: parameter, name: a}}]}',
    'transaction {command: commit, session: true}',
    'transaction {command: commit}',
    'transaction {command: begin}',
    'select {query: {relations: [t]}, functions: [count]}',
    'statement {command: CREATE SCHEMA, object: s}',
  ));

test('autocommit', () =>
  check(
    `with op.get_context().autocommit_block():
    op.execute("VACUUM t")
op.drop_table("a")
with op.get_context().autocommit_block():
    op.create_index("ix", "t", ["a"], postgresql_concurrently=True)
op.execute("COMMIT")
op.create_index("iy", "t", ["a"], postgresql_concurrently=True)
op.execute("BEGIN")
op.drop_table("b")
engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
with engine.connect() as c:
    c.execute(sa.text("VACUUM u"))
with op.get_bind().engine.connect().execution_options(isolation_level="AUTOCOMMIT") as c:
    c.exec_driver_sql("VACUUM v")
op.drop_table("c")`,
    'statement {command: VACUUM, needsAutocommit: true, table: t} [autocommit 1; autocommitBlock]',
    'drop_table {table: a}',
    'create_index {name: ix, table: t, columns: [a], concurrently: true} [autocommit 2; autocommitBlock]',
    'transaction {command: commit}',
    'create_index {name: iy, table: t, columns: [a], concurrently: true} [autocommit 3]',
    'transaction {command: begin} [autocommit 3]',
    'drop_table {table: b}',
    'statement {command: VACUUM, needsAutocommit: true, table: u} [autocommit 4]',
    'statement {command: VACUUM, needsAutocommit: true, table: v} [autocommit 5]',
    'drop_table {table: c}',
  ));

test('enums', () =>
  check(
    `status = postgresql.ENUM("a", "b", name="status", schema="s", create_type=False)
status.create(op.get_bind())
status.create(op.get_bind(), checkfirst=False)
sa.Enum("a", name="kind").create(op.get_bind())
sa.Enum(name="kind").drop(op.get_bind(), checkfirst=True)
op.add_column("t", sa.Column("s", status))`,
    'create_type {name: status, schema: s, labels: [a, b], checkFirst: true}',
    'create_type {name: status, schema: s, labels: [a, b]}',
    'create_type {name: kind, labels: [a]}',
    'drop_type {name: kind, ifExists: true}',
    'add_column {table: t, column: {name: s, type: {name: status, schema: s, enum: {name: status, schema: s, labels: [a, b], native: true}}}}',
  ));

test('core', () =>
  check(
    `from sqlalchemy.sql import table, column
users = table("users", column("id"), column("name"), column("tenant_id"), schema="s")
op.execute(users.update().where(users.c.id == 5, users.c.name.is_(None)).values(name="x"))
op.execute(sa.update(users).values({"name": sa.func.lower(users.c.name)}))
op.execute(sa.update(users).where(sa.or_(users.c.tenant_id == t, users.c.id.in_([1, 2]))).values({users.c.name: None}))
op.execute(users.delete().where(~(users.c.id > 3)))
op.execute(sa.insert(users).values(id=1, name="a"))
op.get_bind().execute(users.insert(), [{"id": 1}, {"id": 2}])
other = sa.Table("other", sa.MetaData(), sa.Column("id", sa.Integer), sa.Column("user_id", sa.Integer))
op.get_bind().execute(sa.select(users.c.id).where(users.c.id == other.c.user_id).limit(3))
op.execute(users.update().where(users.c.id == other.c.user_id).values(name=sa.select(other.c.id).where(other.c.id == users.c.id).scalar_subquery()))
op.execute(users.delete().where(sa.exists(sa.select(1).where(other.c.user_id == users.c.id))))
op.execute(users.delete().where(condition()))
op.execute(users.delete().where(*conditions))
op.execute(imported.update().values(a=1))
op.bulk_insert(users, [{"id": 1, "name": "x"}, {"id": 2, "name": "y"}])
op.bulk_insert(users, rows())
new = op.create_table("new", sa.Column("id", sa.Integer))
op.bulk_insert(new, [{"id": 1}])`,
    'update {table: {schema: s, name: users}, sets: [{column: name, value: {kind: literal, value: x}}], where: {kind: and, conditions: [{kind: compare, operator: =, left: {kind: column, table: users, column: id}, right: {kind: literal, value: 5}}, {kind: null, operand: {kind: column, table: users, column: name}}]}}',
    'update {table: {schema: s, name: users}, sets: [{column: name, value: {kind: expression, columns: [{table: users, column: name}], functions: [lower]}}]}',
    'update {table: {schema: s, name: users}, sets: [{column: name, value: {kind: literal, value: null}}], where: {kind: or, conditions: [{kind: compare, operator: =, left: {kind: column, table: users, column: tenant_id}, right: {kind: parameter, name: t}}, {kind: in, left: {kind: column, table: users, column: id}, right: [{kind: literal, value: 1}, {kind: literal, value: 2}]}]}}',
    'delete {table: {schema: s, name: users}, where: {kind: not, condition: {kind: compare, operator: >, left: {kind: column, table: users, column: id}, right: {kind: literal, value: 3}}}}',
    'insert {table: {schema: s, name: users}, columns: [id, name], values: [{kind: literal, value: 1}, {kind: literal, value: a}], rows: 1}',
    'insert {table: {schema: s, name: users}, columns: [id], rows: 2}',
    'select {query: {relations: [{schema: s, name: users}, other], where: {kind: compare, operator: =, left: {kind: column, table: users, column: id}, right: {kind: column, table: other, column: user_id}}, limited: true}}',
    'update {table: {schema: s, name: users}, sets: [{column: name, value: {kind: subquery, query: {relations: [other, {schema: s, name: users}], where: {kind: compare, operator: =, left: {kind: column, table: other, column: id}, right: {kind: column, table: users, column: id}}}}}], from: [other], where: {kind: compare, operator: =, left: {kind: column, table: users, column: id}, right: {kind: column, table: other, column: user_id}}}',
    'delete {table: {schema: s, name: users}, where: {kind: exists, query: {relations: [other], where: {kind: compare, operator: =, left: {kind: column, table: other, column: user_id}, right: {kind: column, table: users, column: id}}}}}',
    'delete {table: {schema: s, name: users}, where: {kind: unknown, reason: it is only known when the migration runs}}',
    'delete {table: {schema: s, name: users}, where: {kind: unknown, reason: it is only known when the migration runs}}',
    'opaque {verb: execute, reason: "imported" is not defined in this file}',
    'insert {table: {schema: s, name: users}, columns: [id, name], rows: 2}',
    'insert {table: {schema: s, name: users}}',
    'create_table {table: new, columns: [{name: id, type: int4}]}',
    'insert {table: new, columns: [id], rows: 1}',
  ));

test('unknown', () =>
  check(
    `op.create_entity(x)
op.invoke(x)
helper(op)
helper(1)
x = helper(op.get_bind())
print("hello")`,
    'opaque {verb: create_entity, reason: the entity is only known when the migration runs}',
    'opaque {verb: invoke, reason: the operation object is only known when the migration runs}',
    'opaque {reason: "helper" is not defined in this file}',
    'opaque {reason: "helper" is not defined in this file}',
    'opaque {reason: "helper" is not defined in this file}',
  ));

test('dialects', () =>
  check(
    `if op.get_bind().dialect.name == "postgresql":
    op.drop_table("pg")
elif op.get_context().dialect.name in ("mysql", "mariadb"):
    op.drop_table("my")
else:
    op.drop_table("rest")
if not context.is_offline_mode():
    op.drop_table("online")
if op.get_bind().dialect.name != "postgresql":
    return
op.drop_table("last")`,
    'drop_table {table: pg} [onlyDialects postgresql]',
    'drop_table {table: my} [onlyDialects mysql > mariadb; exceptDialects postgresql]',
    'drop_table {table: rest} [exceptDialects postgresql > mysql > mariadb]',
    'drop_table {table: online} [onlineOnly]',
    'drop_table {table: last} [onlyDialects postgresql]',
  ));

test('selects in place of tables', () =>
  check(
    `users = sa.table("users", sa.column("id"), sa.column("perms"))
grants = sa.table("grants", sa.column("user_id"), sa.column("perm"))
seen = sa.select(grants.c.user_id).distinct().subquery("seen")
sums = sa.select(seen.c.user_id, sa.func.count().label("perms")).group_by(seen.c.user_id).cte("sums")
op.execute(users.update().where(users.c.id == sums.c.user_id).values(perms=sums.c.perms))
op.execute(users.delete().where(users.c.id.in_(sa.select(seen.c.user_id))))
op.execute(users.insert().from_select(["id"], sa.select(sa.func.count()).select_from(seen)))`,
    'update {table: users, sets: [{column: perms, value: {kind: column, table: sums, column: perms}}], from: [{alias: sums, query: {relations: [{alias: seen, query: {relations: [grants]}}]}}], where: {kind: compare, operator: =, left: {kind: column, table: users, column: id}, right: {kind: column, table: sums, column: user_id}}}',
    'delete {table: users, where: {kind: in, left: {kind: column, table: users, column: id}, right: {relations: [{alias: seen, query: {relations: [grants]}}]}}}',
    'insert {table: users, columns: [id], values: [{kind: expression, functions: [count]}], query: {relations: [{alias: seen, query: {relations: [grants]}}]}}',
  ));

test('subqueries', () =>
  check(
    `from sqlalchemy.sql import table, column
users = table("users", column("id"), column("name"), column("tenant_id"), schema="s")
other = sa.table("other", column("id"), column("user_id"))
op.execute(users.update().where(users.c.id == other.c.user_id).values(name=sa.select(other.c.id).where(other.c.id == users.c.id).scalar_subquery()))
op.execute(users.update().values(name=sa.select(other.c.id).where(other.c.id == users.c.id).scalar_subquery()))
op.execute(users.delete().where(sa.exists(sa.select(1).where(other.c.user_id == users.c.id))))
op.execute(users.delete().where(sa.exists().where(other.c.user_id == users.c.id)))
op.execute(users.delete().where(~sa.select(other.c.id).where(other.c.user_id == users.c.id).exists()))
op.execute(users.delete().where(users.c.id.in_(sa.select(other.c.user_id))))
op.execute(imported.update().values(a=1))`,
    'update {table: {schema: s, name: users}, sets: [{column: name, value: {kind: subquery, query: {relations: [other, {schema: s, name: users}], where: {kind: compare, operator: =, left: {kind: column, table: other, column: id}, right: {kind: column, table: users, column: id}}}}}], from: [other], where: {kind: compare, operator: =, left: {kind: column, table: users, column: id}, right: {kind: column, table: other, column: user_id}}}',
    'update {table: {schema: s, name: users}, sets: [{column: name, value: {kind: subquery, query: {relations: [other], where: {kind: compare, operator: =, left: {kind: column, table: other, column: id}, right: {kind: column, table: users, column: id}}}}}]}',
    'delete {table: {schema: s, name: users}, where: {kind: exists, query: {relations: [other], where: {kind: compare, operator: =, left: {kind: column, table: other, column: user_id}, right: {kind: column, table: users, column: id}}}}}',
    'delete {table: {schema: s, name: users}, where: {kind: exists, query: {relations: [other], where: {kind: compare, operator: =, left: {kind: column, table: other, column: user_id}, right: {kind: column, table: users, column: id}}}}}',
    'delete {table: {schema: s, name: users}, where: {kind: not, condition: {kind: exists, query: {relations: [other], where: {kind: compare, operator: =, left: {kind: column, table: other, column: user_id}, right: {kind: column, table: users, column: id}}}}}}',
    'delete {table: {schema: s, name: users}, where: {kind: in, left: {kind: column, table: users, column: id}, right: {relations: [other]}}}',
    'opaque {verb: execute, reason: "imported" is not defined in this file}',
  ));
