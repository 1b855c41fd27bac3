/** The ways to Alembic and to a database's state: interpreters, commands, samples, other databases. */

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';

import { readState } from '../../server/src/database/state.ts';
import { prepare } from '../../server/src/runner/invocation.ts';
import { newRevision } from '../../server/src/runner/new-revision.ts';
import { previewSql } from '../../server/src/runner/sql-preview.ts';
import { copySample, environmentOf, readSamples } from '../environment/samples.mjs';
import { makeProject, projectIn, runnerData } from '../support/alembic-project.ts';
import { createDatabase, python, runAlembic } from '../support/database.ts';

const quiet = () => undefined;
const never = new AbortController().signal;
const story = [
  { id: 'a', upgrade: 'op.execute("CREATE TABLE users (id int)")', downgrade: 'op.execute("DROP TABLE users")' },
  { id: 'b', down: 'a', upgrade: 'op.execute("CREATE TABLE b (id int)")' },
  { id: 'c', down: 'a', upgrade: 'op.execute("CREATE TABLE c (id int)")' },
  { id: 'm', down: ['b', 'c'], upgrade: 'op.execute("CREATE TABLE m (id int)")' },
];
/** Nobody listens there: what works with it needs no database. */
const nowhere = { DATABASE_URL: 'postgresql+psycopg://ana:secret-word@127.0.0.1:1/shop' };

test('every sample: the state of its database is found from its own env.py, also in a schema of its own', async (t) => {
  for (const sample of await readSamples()) {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'ag-sample-'));
    t.after(() => rm(folder, { recursive: true, force: true }));
    await copySample(sample, folder);
    const database = await createDatabase();
    t.after(() => database.drop());
    const env = environmentOf(sample, { ...database, database: database.name });
    const cwd = path.join(folder, sample.cwd);
    const upgraded = await runAlembic(cwd, ['-c', path.join(folder, sample.config), 'upgrade', sample.applied], env);
    assert.equal(upgraded.exitCode, 0, upgraded.stderr);
    const scriptLocation = await scriptFolder(folder, sample.cwd);
    const project = await projectIn(folder, { cwd: sample.cwd, config: sample.config, scriptLocation });
    const invocation = await prepare(project, await runnerData({ env }));
    assert.ok(!('failure' in invocation));
    const { data } = await readState(invocation, quiet);
    assert.ok(data.kind === 'known', `${sample.name}: ${JSON.stringify(data)}`);
    assert.deepEqual(
      [data.rows, data.via, data.target.label],
      [[sample.applied], 'postgresql', `${database.host}:${database.port}/${database.name}`],
      sample.name,
    );
  }
});

async function scriptFolder(folder: string, cwd: string): Promise<string> {
  const names = await readdir(path.join(folder, cwd));
  return path.join(cwd, names.includes('migrations') ? 'migrations' : 'alembic');
}

test('SQLite is taken as Alembic sees it', async (t) => {
  const project = await makeProject(t, story);
  const file = path.join(project.root, 'shop.db');
  const env = { DATABASE_URL: `sqlite:///${file}` };
  assert.equal((await runAlembic(project.cwd, ['upgrade', 'a'], env)).exitCode, 0);
  const invocation = await prepare(project, await runnerData({ env }));
  assert.ok(!('failure' in invocation));
  const { data } = await readState(invocation, quiet);
  assert.ok(data.kind === 'known');
  assert.deepEqual([data.rows, data.via, data.target.dialect, data.target.label], [['a'], 'alembic', 'sqlite', file]);
});

test('a command in front of Alembic: its masked answer names the target, and PostgreSQL is read where the address is known', async (t) => {
  const [project, database] = await Promise.all([makeProject(t, story), createDatabase()]);
  t.after(() => database.drop());
  const env = { DATABASE_URL: database.url };
  assert.equal((await runAlembic(project.cwd, ['upgrade', 'a'], env)).exitCode, 0);
  const invocation = await prepare(project, await runnerData({ env, command: [await python(), '-m', 'alembic'] }));
  assert.ok(!('failure' in invocation));
  const { data } = await readState(invocation, quiet);
  assert.ok(data.kind === 'known');
  assert.deepEqual([data.rows, data.via, data.confirmed], [['a'], 'postgresql', true]);
  assert.equal(data.target.label, `${database.host}:${database.port}/${database.name}`);
});

test('the setting databaseUrl must lead to the database that env.py writes to', async (t) => {
  const [project, one, other] = await Promise.all([makeProject(t, story), createDatabase(), createDatabase()]);
  t.after(() => Promise.all([one.drop(), other.drop()]));
  const env = { DATABASE_URL: one.url };
  assert.equal((await runAlembic(project.cwd, ['upgrade', 'a'], env)).exitCode, 0);
  const invocation = await prepare(project, await runnerData({ env, databaseUrl: other.url }));
  assert.ok(!('failure' in invocation));
  const { data } = await readState(invocation, quiet);
  assert.ok(data.kind === 'unknown');
  assert.equal(data.failure.code, 'different-databases');
});

test('where env.py fails, a known address is still read, and nothing may be written to it', async (t) => {
  const [project, database] = await Promise.all([makeProject(t, story), createDatabase()]);
  t.after(() => database.drop());
  const env = { DATABASE_URL: database.url };
  assert.equal((await runAlembic(project.cwd, ['upgrade', 'a'], env)).exitCode, 0);
  await writeFile(path.join(project.root, 'migrations/env.py'), 'import models_that_are_not_there\n');
  const invocation = await prepare(project, await runnerData({ env }));
  assert.ok(!('failure' in invocation));
  const { data } = await readState(invocation, quiet);
  assert.ok(data.kind === 'known');
  assert.deepEqual([data.rows, data.confirmed, data.failure?.code], [['a'], false, 'env-import']);
  assert.equal(data.target.source, 'the variable DATABASE_URL');
});

test('an interpreter without Alembic, and one that is not there', async (t) => {
  const project = await makeProject(t, story);
  const bare = await prepare(project, await runnerData({ interpreter: [await python(), '-S'], env: nowhere }));
  assert.ok(!('failure' in bare));
  const { data } = await readState(bare, quiet);
  assert.ok(data.kind === 'unknown');
  assert.equal(data.failure.code, 'no-alembic');
  const gone = await prepare(project, await runnerData({ interpreter: ['/nowhere/python'] }));
  assert.ok('failure' in gone);
  assert.equal(gone.failure.code, 'no-python');
  const none = await prepare(project, await runnerData({ interpreter: [], workspaceFolder: project.root }), {
    PATH: '',
  });
  assert.ok('failure' in none);
  assert.equal(none.failure.code, 'no-python');
});

test('an untrusted workspace runs nothing', async (t) => {
  const project = await makeProject(t, story);
  await writeFile(path.join(project.root, 'migrations/env.py'), 'open("ran", "w")\n');
  const refused = await prepare(project, await runnerData({ trusted: false }));
  assert.ok('failure' in refused);
  assert.equal(refused.failure.code, 'untrusted');
  assert.ok(!(await readdir(project.cwd)).includes('ran'));
});

test('a package of the project that is called alembic does not hide the real one', async (t) => {
  const [project, database] = await Promise.all([makeProject(t, story), createDatabase()]);
  t.after(() => database.drop());
  await mkdir(path.join(project.root, 'alembic'));
  await writeFile(path.join(project.root, 'alembic/__init__.py'), '');
  const invocation = await prepare(project, await runnerData({ env: { DATABASE_URL: database.url } }));
  assert.ok(!('failure' in invocation));
  const { data } = await readState(invocation, quiet);
  assert.equal(data.kind, 'known', JSON.stringify(data));
  const preview = await previewSql(invocation, { id: 'a', down: [], message: '', autocommit: false }, 'upgrade', quiet);
  assert.equal(preview.failure, undefined);
});

const previews = [
  [
    'a first revision',
    'a',
    'upgrade',
    /CREATE TABLE alembic_version[\s\S]*CREATE TABLE users[\s\S]*COMMIT;/,
    /CREATE TABLE [bcm] /,
  ],
  [
    'a revision',
    'b',
    'upgrade',
    /BEGIN;[\s\S]*CREATE TABLE b[\s\S]*COMMIT;/,
    /CREATE TABLE (users|alembic_version|c|m)/,
  ],
  ['a merge', 'm', 'upgrade', /BEGIN;[\s\S]*CREATE TABLE m[\s\S]*COMMIT;/, /CREATE TABLE (users|alembic_version|b|c)/],
  ['the way back of a first revision', 'a', 'downgrade', /BEGIN;[\s\S]*DROP TABLE users[\s\S]*COMMIT;/, /CREATE TABLE/],
  ['the way back of a merge', 'm', 'downgrade', /Running downgrade m -> b, c[\s\S]*COMMIT;/, /Running downgrade [bc]/],
] as const;
for (const [name, id, direction, there, notThere] of previews)
  test(`SQL of ${name}, without any database`, async (t) => {
    const project = await makeProject(t, story);
    const invocation = await prepare(project, await runnerData({ env: nowhere }));
    const revision = project.revision(id);
    assert.ok(!('failure' in invocation) && revision !== undefined);
    const { text, failure } = await previewSql(invocation, revision, direction, quiet);
    assert.equal(failure, undefined);
    assert.match(text, there);
    assert.doesNotMatch(text, notThere);
  });

test('SQL that cannot be printed: a document that says which revision, why and what to do', async (t) => {
  const upgrade = 'rows = op.get_bind().execute(sa.text("SELECT 1")).fetchall()';
  const project = await makeProject(t, [...story, { id: 'n', down: 'm', upgrade }]);
  const invocation = await prepare(project, await runnerData({ env: nowhere }));
  const revision = project.revision('n');
  assert.ok(!('failure' in invocation) && revision !== undefined);
  const { text, failure } = await previewSql(invocation, revision, 'upgrade', quiet);
  assert.equal(failure?.code, 'offline-unsafe');
  assert.match(text, /while revision n was running/);
  assert.ok(text.split('\n').every((line) => line === '' || line.startsWith('--')));
});

test('a new revision: any message is one argument, and the file is found', async (t) => {
  const project = await makeProject(t, story);
  const invocation = await prepare(project, await runnerData({ env: nowhere }));
  assert.ok(!('failure' in invocation));
  const message = `--sql; touch hacked $(touch hacked) "quoted" 'and' \`so\``;
  const created = await newRevision(invocation, { kind: 'revision', message, autogenerate: false }, quiet, never);
  assert.equal(created.outcome, 'succeeded', created.failure?.message);
  assert.equal(created.files.length, 1);
  assert.ok(created.files[0]?.startsWith(`${project.versionLocations[0]}${path.sep}`));
  assert.ok(!(await readdir(project.cwd)).includes('hacked'));
});

test('autogenerate on a database that is behind is refused with the next step, and leaves no file', async (t) => {
  const [project, database] = await Promise.all([makeProject(t, story), createDatabase()]);
  t.after(() => database.drop());
  const invocation = await prepare(project, await runnerData({ env: { DATABASE_URL: database.url } }));
  assert.ok(!('failure' in invocation));
  const created = await newRevision(invocation, { kind: 'revision', message: 'x', autogenerate: true }, quiet, never);
  assert.equal(created.outcome, 'failed');
  assert.equal(created.failure?.code, 'not-up-to-date');
  assert.deepEqual(created.files, []);
});
