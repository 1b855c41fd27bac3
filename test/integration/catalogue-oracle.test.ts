/** The replayed schema of each sample held against the catalog of a real server that Alembic has upgraded. */

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { suite, type TestContext, test } from 'node:test';

import {
  type Catalogue,
  type ConstraintState,
  emptyCatalogue,
  type TableState,
  tableKey,
} from '../../server/src/core/schema/catalogue.ts';
import { findProjectsOf } from '../../server/src/workspace/find-projects.ts';
import { open } from '../../server/src/workspace/open-project.ts';
import { loadSqlParser } from '../../server/src/workspace/sql-parser.ts';
import { copySample, environmentOf, readSamples } from '../environment/samples.mjs';
import { makeProject } from '../support/alembic-project.ts';
import { createDatabase, type Database, runAlembic } from '../support/database.ts';
import { applied, history, inverses, read, reversible, write } from '../support/reversible.ts';

const parser = await loadSqlParser();

for (const sample of await readSamples()) {
  suite(`schema of ${sample.name}`, () => {
    test('tables, columns, constraints and indexes are those of the server', async (t) => {
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
    return real(database, 'alembic_version');
  };
  const first = await run('u0');
  assert.ok(first.length > 20);
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
  const order = snapshot.graph.history.toReversed();
  const target = last(order) ?? order.at(-1);
  assert.ok(target);
  const env = { ...environment(database), PYTHONDONTWRITEBYTECODE: '1' };
  const run = await runAlembic(cwd, ['-c', config, 'upgrade', target], env);
  assert.equal(run.exitCode, 0, run.stderr);
  const expected = await real(database, versionTable);
  assert.ok(expected.length > 20);
  assert.deepEqual(replayed(snapshot.catalogueAt(target)), expected);
}

function replayed(catalogue: Catalogue): readonly string[] {
  return [...catalogue.tables.values()].flatMap(linesOf).sort();
}

function linesOf(table: TableState): readonly string[] {
  const key = tableKey(table);
  return [
    ...[...table.columns.values()].map(({ name, type, nullable }) => {
      const modifiers = type.modifiers.length > 0 ? `(${type.modifiers})` : '';
      return `${key}.${name} ${type.name}${modifiers}${'[]'.repeat(type.dimensions)}${nullable ? '' : ' NOT NULL'}`;
    }),
    ...table.constraints.map((constraint) => `${key}: ${constraintLine(constraint)}`),
    ...table.indexes.map((index) => {
      const columns = index.columns.map((column) => column ?? '?');
      return `${key}: index ${index.name} ${index.method} (${columns})${index.unique ? ' unique' : ''}${index.partial ? ' partial' : ''}`;
    }),
  ];
}

function constraintLine(constraint: ConstraintState): string {
  const { name, kind } = constraint;
  if (kind === 'check') return `${name} check${constraint.validated ? '' : ' NOT VALID'}`;
  if (kind === 'exclude') return `${name} exclude`;
  if (kind !== 'foreign-key') return `${name} ${kind} (${constraint.columns})`;
  const { columns, referent, referentColumns, onDelete, validated } = constraint;
  const action = onDelete === undefined || onDelete === 'NO ACTION' ? '' : ` ${onDelete}`;
  return `${name} foreign-key (${columns}) -> ${tableKey(referent)}(${referentColumns})${action}${validated ? '' : ' NOT VALID'}`;
}

/** The same lines, from the server's own catalog. Types in their internal names, modifiers undone. */
async function real(database: Database, versionTable: string): Promise<readonly string[]> {
  const key = (namespace: string, relation: string) =>
    `CASE ${namespace}.nspname WHEN 'public' THEN '' ELSE ${namespace}.nspname || '.' END || ${relation}.relname`;
  const columns = (keys: string, relation: string) =>
    `(SELECT string_agg(coalesce(a.attname, '?'), ',' ORDER BY k.n) FROM unnest(${keys}) WITH ORDINALITY AS k(attnum, n)
       LEFT JOIN pg_attribute a ON a.attrelid = ${relation} AND a.attnum = k.attnum AND k.attnum > 0)`;
  const own = `n.nspname !~ '^pg_|^information_schema$' AND c.relname <> $1`;
  const rows = await database.query<{ line: string }>(
    `SELECT ${key('n', 'c')} || '.' || a.attname || ' ' || coalesce(e.typname, t.typname) ||
            CASE WHEN a.atttypmod < 0 THEN ''
                 WHEN coalesce(e.typname, t.typname) = 'numeric' THEN
                   '(' || (((a.atttypmod - 4) >> 16) & 65535) || ',' || ((a.atttypmod - 4) & 65535) || ')'
                 ELSE '(' || (a.atttypmod - CASE WHEN t.typname ~ 'char' THEN 4 ELSE 0 END) || ')' END ||
            CASE WHEN e.oid IS NULL THEN '' ELSE '[]' END || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END AS line
       FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
       JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_type e ON e.typarray = t.oid
      WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped AND ${own}
     UNION ALL
     SELECT ${key('n', 'c')} || ': ' || k.conname || ' ' || CASE k.contype
              WHEN 'p' THEN 'primary-key (' || ${columns('k.conkey', 'c.oid')} || ')'
              WHEN 'u' THEN 'unique (' || ${columns('k.conkey', 'c.oid')} || ')'
              WHEN 'c' THEN 'check' WHEN 'x' THEN 'exclude'
              ELSE 'foreign-key (' || ${columns('k.conkey', 'c.oid')} || ') -> ' || ${key('fn', 'f')} ||
                   '(' || ${columns('k.confkey', 'f.oid')} || ')' || CASE k.confdeltype
                     WHEN 'c' THEN ' CASCADE' WHEN 'n' THEN ' SET NULL' WHEN 'r' THEN ' RESTRICT'
                     WHEN 'd' THEN ' SET DEFAULT' ELSE '' END END ||
            CASE WHEN k.convalidated THEN '' ELSE ' NOT VALID' END
       FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
       LEFT JOIN pg_class f ON f.oid = k.confrelid LEFT JOIN pg_namespace fn ON fn.oid = f.relnamespace
      WHERE k.contype IN ('p', 'u', 'c', 'x', 'f') AND ${own}
     UNION ALL
     SELECT ${key('n', 'c')} || ': index ' || i.relname || ' ' || m.amname || ' (' ||
            ${columns('(x.indkey::int2[])[0:x.indnkeyatts - 1]', 'c.oid')} || ')' ||
            CASE WHEN x.indisunique THEN ' unique' ELSE '' END || CASE WHEN x.indpred IS NULL THEN '' ELSE ' partial' END
       FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_am m ON m.oid = i.relam
       JOIN pg_class c ON c.oid = x.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = x.indexrelid AND k.contype IN ('p', 'u', 'x'))
        AND ${own}`,
    [versionTable],
  );
  return rows.map((row) => row.line).sort();
}
