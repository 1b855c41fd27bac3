/** The replayed schema of each sample held against the catalog of a real server that Alembic has upgraded. */

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { suite, type TestContext, test } from 'node:test';

import { emptyCatalogue } from '../../server/src/core/schema/catalogue.ts';
import { findProjectsOf } from '../../server/src/workspace/find-projects.ts';
import { open } from '../../server/src/workspace/open-project.ts';
import { loadSqlParser } from '../../server/src/workspace/sql-parser.ts';
import { copySample, environmentOf, readSamples } from '../environment/samples.mjs';
import { makeProject } from '../support/alembic-project.ts';
import { compareWithServer, stopsAlong } from '../support/catalogue-comparison.ts';
import { createDatabase, type Database, runAlembic } from '../support/database.ts';
import { objectRevisions } from '../support/object-revisions.ts';
import { applied, history, inverses, read, reversible, write } from '../support/reversible.ts';
import { readServerCatalogue } from '../support/server-catalogue.ts';

const parser = await loadSqlParser();

for (const sample of await readSamples()) {
  suite(`schema of ${sample.name}`, () => {
    test('every object is that of the server, at ten revisions', async (t) => {
      const folder = await mkdtemp(path.join(os.tmpdir(), 'ag-catalogue-'));
      t.after(() => rm(folder, { recursive: true }));
      await copySample(sample, folder);
      const refused = new Set(sample.refused.filter((one) => !one.needsRows).map((one) => one.revision));
      await compare(t, {
        cwd: path.join(folder, sample.cwd),
        config: path.join(folder, sample.config),
        environment: (database) => environmentOf(sample, { ...database, database: database.name }),
        versionTable: sample.versionTable.name,
        last: (order) => order[order.findIndex((id) => refused.has(id)) - 1],
      });
    });
  });
}

test('what Alembic and the server make up, and what they change along', async (t) => {
  const long = 'a_table_with_quite_a_long_name_for_a_table';
  const column = 'a_column_with_a_long_name';
  const project = await makeProject(t, [
    {
      id: 'r1',
      upgrade: `op.create_table("tenants", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("slug", sa.String(40), unique=True))
op.create_table(
    "users",
    sa.Column("id", sa.BigInteger(), nullable=False),
    sa.Column("tenant_id", sa.Integer(), sa.ForeignKey("tenants.id", ondelete="CASCADE"), index=True),
    sa.Column("email", sa.Text(), sa.CheckConstraint("email <> ''"), unique=True, index=True),
    sa.Column("price", sa.Numeric(10, 2)),
    sa.Column("ident", sa.Integer(), sa.Identity()),
    sa.Column("boss_id", sa.BigInteger(), sa.ForeignKey("users.id")),
    sa.Column("state", sa.Enum("new", "old", name="user_state")),
    sa.Column("tags", sa.ARRAY(sa.String(20))),
    sa.PrimaryKeyConstraint("id"),
    sa.UniqueConstraint("tenant_id", "email"),
    sa.CheckConstraint("price > 0"),
    sa.CheckConstraint("price > 0 AND id > 0"),
    sa.CheckConstraint("price < 1000"),
)
op.create_table("${long}", sa.Column("${column}", sa.Integer(), primary_key=True, autoincrement=False), sa.Column("x", sa.Integer(), unique=True))
op.create_unique_constraint(None, "${long}", ["${column}", "x"])
op.create_foreign_key(None, "${long}", "tenants", ["${column}"], ["id"])
op.execute("CREATE TABLE raw (id serial PRIMARY KEY, u bigint UNIQUE REFERENCES users, v int CHECK (v > 0), w text, UNIQUE (v, w), CHECK (v < 9 OR w = ''))")
op.execute("CREATE INDEX ON raw (v, w)")
op.execute("CREATE INDEX raw_w_lower ON raw (lower(w), v)")
op.execute("CREATE INDEX ON raw (v, w)")`,
    },
    {
      id: 'r2',
      down: 'r1',
      upgrade: `op.add_column("users", sa.Column("ref", sa.Integer(), sa.ForeignKey("tenants.id", name="fk_ref"), unique=True))
op.add_column("users", sa.Column("inl", sa.Integer(), sa.ForeignKey("tenants.id", name="lost"), index=True), inline_references=True)
op.add_column("users", sa.Column("chk", sa.Integer(), sa.CheckConstraint("chk > 0")))
op.create_check_constraint(None, "users", "chk < 5")
op.create_check_constraint("unproven", "users", "ref > 0", postgresql_not_valid=True)
op.create_index("ux_raw", "raw", ["v"], unique=True, postgresql_where=sa.text("v > 3"))
op.create_index("ux_all", "raw", ["w", "v"], unique=True)
op.execute("ALTER TABLE raw ADD CONSTRAINT named UNIQUE USING INDEX ux_all")
op.execute("ALTER TABLE raw ADD COLUMN z int REFERENCES users (id) ON DELETE SET NULL, ALTER COLUMN w SET NOT NULL, ALTER v TYPE bigint")`,
    },
    {
      id: 'r3',
      down: 'r2',
      upgrade: `op.rename_table("users", "people")
op.alter_column("people", "email", new_column_name="mail", type_=sa.String(80), nullable=False)
op.drop_column("people", "boss_id")
op.drop_column("people", "price")
op.drop_column("people", "tenant_id")
op.drop_constraint("tenants_slug_key", "tenants", type_="unique")
op.execute("ALTER TABLE people VALIDATE CONSTRAINT unproven")
op.execute("ALTER TABLE people DROP CONSTRAINT users_pkey CASCADE")
op.create_primary_key("pk_people", "people", ["id"])
op.drop_index("ix_users_inl", table_name="people")
op.execute("ALTER TYPE user_state RENAME TO person_state")
op.create_unique_constraint("uq_people", "people", ["id"])
op.execute("DROP TABLE ${long} CASCADE")`,
    },
  ]);
  await compare(t, {
    cwd: project.cwd,
    config: path.join(project.cwd, 'alembic.ini'),
    environment: (database) => ({ DATABASE_URL: database.url }),
    versionTable: 'alembic_version',
    last: () => undefined,
  });
});

const conventions = {
  usual: {
    ix: 'ix_%(column_0_label)s',
    uq: 'uq_%(table_name)s_%(column_0_name)s',
    ck: 'ck_%(table_name)s_%(constraint_name)s',
    fk: 'fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s',
    pk: 'pk_%(table_name)s',
  },
  long: {
    ix: '%(table_name)s_%(column_0_N_name)s_ix_with_quite_a_long_end_so_that_it_is_cut',
    uq: '%(constraint_name)s_of_%(table_name)s',
    fk: '%(column_0N_name)s__%(referred_table_name)s',
  },
};
for (const [name, naming] of Object.entries(conventions)) {
  test(`names that a naming convention makes: ${name}`, async (t) => {
    // SQLAlchemy refuses a UNIQUE without a name where the template makes a part of it.
    const [unique, named] = name === 'long' ? ['', '"key"'] : [', unique=True', 'None'];
    const project = await makeProject(
      t,
      [
        {
          id: 'n1',
          upgrade: `op.execute("CREATE SCHEMA app")
op.create_table("tenants", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("slug", sa.Text()${unique}))
op.create_table(
    "users",
    sa.Column("id", sa.Integer()),
    sa.Column("tenant_id", sa.Integer(), sa.ForeignKey("tenants.id"), index=True),
    sa.Column("email", sa.Text(), index=True, unique=True),
    sa.Column("age", sa.Integer(), sa.CheckConstraint("age > 0", name="positive")),
    sa.PrimaryKeyConstraint("id"),
    sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name="kept"),
    sa.UniqueConstraint("tenant_id", "email", name=op.f("final")),
    sa.CheckConstraint("age < 200", name=op.f("alive")),
    schema=None,
)
op.create_table("notes", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("body", sa.Text(), index=True), schema="app")
op.execute("CREATE TABLE raw (id int PRIMARY KEY, u int UNIQUE REFERENCES users, v int CHECK (v > 0))")
op.execute("CREATE INDEX ON raw (v)")`,
        },
        {
          id: 'n2',
          down: 'n1',
          upgrade: `op.create_unique_constraint(${named}, "users", ["age", "email"])
op.create_foreign_key(None, "notes", "users", ["id"], ["id"], source_schema="app")
op.create_check_constraint("short", "notes", "length(body) < 9", schema="app")
op.create_index(None, "users", ["age", "tenant_id"])
op.create_index("own", "users", ["age"])
op.add_column("users", sa.Column("boss", sa.Integer(), sa.ForeignKey("users.id"), index=True))
op.add_column("users", sa.Column("heir", sa.Integer(), sa.ForeignKey("users.id")), inline_references=True)
with op.batch_alter_table("users") as batch_op:
    batch_op.create_check_constraint("older", "age > 1")`,
        },
        {
          id: 'n3',
          down: 'n2',
          upgrade: `op.drop_constraint("short", "notes", type_="check", schema="app")
op.drop_constraint("kept", "users", type_="foreignkey")
op.drop_constraint(op.f("alive"), "users", type_="check")`,
        },
      ],
      { naming },
    );
    await compare(t, {
      cwd: project.cwd,
      config: path.join(project.cwd, 'alembic.ini'),
      environment: (database) => ({ DATABASE_URL: database.url }),
      versionTable: 'alembic_version',
      last: () => undefined,
    });
  });
}

test('every kind of object, made, changed, renamed, moved and dropped in SQL', async (t) => {
  const project = await makeProject(t, objectRevisions());
  await compare(t, {
    cwd: project.cwd,
    config: path.join(project.cwd, 'alembic.ini'),
    environment: (database) => ({ DATABASE_URL: database.url }),
    versionTable: 'alembic_version',
    last: () => undefined,
  });
});

test('what undoes an operation leaves the schema of before on the server too', async (t) => {
  const style = read('pass').style;
  const before = applied(emptyCatalogue, read(history).upgrade);
  const undoable = reversible.filter((statement) => !needsExtension(statement));
  const bodies = undoable.map((statement) => {
    const undone = write(inverses(read(statement).upgrade, before), style);
    assert.ok(undone !== undefined);
    return `${statement}\n${undone}`;
  });
  const project = await makeProject(t, [
    { id: 'u0', upgrade: withPostgres(`op.execute("CREATE SCHEMA app")\n${history}`) },
    ...bodies.map((body, i) => ({ id: `u${i + 1}`, down: `u${i}`, upgrade: withPostgres(body) })),
  ]);
  const database = await createDatabase();
  t.after(() => database.drop());
  const run = async (target: string) => {
    const { cwd } = project;
    const env = { DATABASE_URL: database.url, EACH: '1', PYTHONDONTWRITEBYTECODE: '1' };
    const { exitCode, stderr } = await runAlembic(cwd, ['-c', path.join(cwd, 'alembic.ini'), 'upgrade', target], env);
    assert.equal(exitCode, 0, stderr);
    const objects = await readServerCatalogue(database, 'alembic_version');
    // A column that comes back is the last one.
    return new Map([...objects].map(([object, text]) => [object, text.replace(/^#\d+ /, '')]));
  };
  const first = await run('u0');
  assert.ok(first.size > 20);
  assert.deepEqual(await run('head'), first);
});

function needsExtension(statement: string): boolean {
  return statement.includes('gist');
}

function withPostgres(body: string): string {
  return `from sqlalchemy.dialects import postgresql\n${body}`;
}

interface Comparison {
  readonly cwd: string;
  readonly config: string;
  environment(database: Database): Record<string, string>;
  readonly versionTable: string;
  /** The revision to go to, of all in the order they run; the last where undefined. */
  last(order: readonly string[]): string | undefined;
}

async function compare(t: TestContext, { cwd, config, environment, versionTable, last }: Comparison): Promise<void> {
  const database = await createDatabase();
  t.after(() => database.drop());
  const [project] = (await findProjectsOf(config)).projects;
  assert.ok(project);
  const { snapshot } = open(project, parser);
  const { graph } = snapshot;
  const order = graph.history.toReversed();
  const target = last(order) ?? order.at(-1);
  assert.ok(target);
  const run = order.slice(0, order.indexOf(target) + 1);
  const env = { ...environment(database), PYTHONDONTWRITEBYTECODE: '1' };
  const stops = stopsAlong(run, (id) => graph.map.byKey.get(id)?.parents ?? [], 10);
  assert.equal(stops.at(-1), target);
  for (const stop of stops) {
    const { exitCode, stderr } = await runAlembic(cwd, ['-c', config, 'upgrade', stop], env);
    assert.equal(exitCode, 0, stderr);
    const { objects, differences, refused } = await compareWithServer(
      snapshot.catalogueAt(stop),
      database,
      versionTable,
    );
    assert.deepEqual({ stop, differences, refused }, { stop, differences: [], refused: [] });
    assert.ok(objects > 5);
  }
}
