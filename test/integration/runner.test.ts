/** The user's own Alembic on a real PostgreSQL: state, upgrade, downgrade, failures, interrupts. */

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import pg from 'pg';
import { migrate } from '../../server/src/database/migrate.ts';
import { readState } from '../../server/src/database/state.ts';
import type { RunData, RunnerData, RunProgressData } from '../../server/src/protocol/messages.ts';
import { type Invocation, prepare } from '../../server/src/runner/invocation.ts';
import type { RunnableProject } from '../../server/src/runner/project.ts';
import { type Connection, query } from '../environment/database.mjs';
import { start } from '../environment/postgres.mjs';
import { makeProject, type RevisionText, runnerData } from '../support/alembic-project.ts';
import { createDatabase, type Database, runAlembic } from '../support/database.ts';

const story: readonly RevisionText[] = [
  { id: 'a', upgrade: 'op.execute("CREATE TABLE users (id int)")', downgrade: 'op.execute("DROP TABLE users")' },
  {
    id: 'b',
    down: 'a',
    upgrade: 'op.execute("ALTER TABLE users ADD name text")',
    downgrade: 'op.execute("ALTER TABLE users DROP name")',
  },
];

interface Scene {
  readonly database: Database;
  readonly project: RunnableProject;
  readonly invocation: Invocation;
  readonly log: string[];
}

/** A project, an empty database that its env.py connects to, and a log that must never hold the password. */
async function scene(
  t: TestContext,
  revisions: readonly RevisionText[],
  more: Partial<RunnerData> = {},
): Promise<Scene> {
  const [project, database] = await Promise.all([makeProject(t, revisions), createDatabase()]);
  t.after(() => database.drop());
  const log: string[] = [];
  t.after(() => assert.ok(!log.join('\n').includes(database.password), 'the password is in the log'));
  const env = { DATABASE_URL: database.url, ...more.env };
  const invocation = await prepare(project, await runnerData({ ...more, env }));
  assert.ok(!('failure' in invocation), JSON.stringify(invocation));
  return { database, project, invocation, log };
}

const write = (log: string[]) => (_: string, message: string) => void log.push(message);

/** As the client does it: read, agree, run. */
async function run(
  { invocation, log }: Scene,
  kind: 'upgrade' | 'downgrade',
  target: string,
  progress: (data: Omit<RunProgressData, 'run'>) => void = () => undefined,
  cancelled = new AbortController().signal,
): Promise<RunData> {
  const { data } = await readState(invocation, write(log));
  assert.equal(data.kind, 'known', JSON.stringify(data));
  const expected = data.kind === 'known' ? { label: data.target.label, rows: data.rows } : undefined;
  return migrate({ invocation, action: { kind, target }, expected, log: write(log), progress, cancelled });
}

const rowsOf = (data: RunData) => (data.state?.kind === 'known' ? data.state.rows : data.state);
const rowsIn = async (database: Database, table = 'alembic_version') =>
  (await database.query<{ version_num: string }>(`SELECT version_num FROM ${table} ORDER BY 1`)).map(
    (row) => row.version_num,
  );

test('an empty database is known: nothing applied, named without the password, unchanged by the question', async (t) => {
  const { database, invocation, log } = await scene(t, story);
  const { data } = await readState(invocation, write(log));
  const label = `${database.host}:${database.port}/${database.name}`;
  const target = { label, dialect: 'postgresql', source: 'env.py' };
  const [server] = await database.query<{ major: number }>(
    "SELECT current_setting('server_version_num')::int / 10000 AS major",
  );
  const serverVersion = server?.major;
  assert.ok(data.kind === 'known');
  const { libraries, ...state } = data;
  assert.deepEqual(state, { kind: 'known', rows: [], serverVersion, target, via: 'postgresql', confirmed: true });
  assert.match(libraries?.alembic ?? '', /^1\.\d+\.\d+$/);
  assert.match(libraries?.sqlalchemy ?? '', /^2\.0\.\d+$/);
  assert.deepEqual(await database.query("SELECT 1 FROM pg_tables WHERE schemaname = 'public'"), []);
});

test('upgrade and downgrade run, tell each step, and the state is read back', async (t) => {
  const here = await scene(t, story);
  const steps: string[] = [];
  const tell = ({ step }: Omit<RunProgressData, 'run'>) =>
    void steps.push(`${step?.direction} ${step?.id} ${step?.message}`);
  const up = await run(here, 'upgrade', 'head', tell);
  assert.equal(up.outcome, 'succeeded');
  assert.deepEqual(rowsOf(up), ['b']);
  assert.deepEqual(await rowsIn(here.database), ['b']);
  assert.match(up.summary, /stands at b now\.$/);
  const down = await run(here, 'downgrade', 'base', tell);
  assert.equal(down.outcome, 'succeeded');
  assert.deepEqual(rowsOf(down), []);
  assert.deepEqual(await rowsIn(here.database), []);
  assert.deepEqual(steps, ['upgrade a step a', 'upgrade b step b', 'downgrade b step b', 'downgrade a step a']);
});

test('a revision that fails halfway is named with the server’s words, and everything is rolled back', async (t) => {
  const broken = {
    id: 'c',
    down: 'b',
    upgrade: 'op.execute("CREATE TABLE half (id int)")\nop.execute("ALTER TABLE nowhere ADD x int")',
  };
  const here = await scene(t, [...story, broken]);
  await run(here, 'upgrade', 'b');
  const data = await run(here, 'upgrade', 'head');
  assert.equal(data.outcome, 'failed');
  assert.equal(data.failure?.code, 'revision-failed');
  assert.equal(data.failure?.message, 'Revision c failed: relation "nowhere" does not exist.');
  assert.match(data.summary, /still stands at b\.$/);
  assert.deepEqual(await here.database.query("SELECT 1 FROM pg_tables WHERE tablename = 'half'"), []);
});

test('with a transaction per revision, what was done before the failure is told', async (t) => {
  const here = await scene(t, [...story, { id: 'c', down: 'b', upgrade: 'op.execute("SELECT nothing")' }], {
    env: { EACH: '1' },
  });
  const data = await run(here, 'upgrade', 'head');
  assert.equal(data.outcome, 'failed');
  assert.match(data.failure?.message ?? '', /^Revision c failed: column "nothing" does not exist\.$/);
  assert.match(data.summary, /stands at b now\.$/);
});

test('work outside a transaction that may have stayed is told', async (t) => {
  const upgrade =
    'with op.get_context().autocommit_block():\n    op.execute("CREATE TABLE stays (id int)")\nop.execute("SELECT nothing")';
  const here = await scene(t, [...story, { id: 'c', down: 'b', upgrade }]);
  const data = await run(here, 'upgrade', 'head');
  assert.equal(data.outcome, 'failed');
  assert.match(data.summary, /parts of it may have been done/);
  assert.equal((await here.database.query("SELECT 1 FROM pg_tables WHERE tablename = 'stays'")).length, 1);
});

test('a cancelled run is interrupted once, ends by itself, and the state is the one read back', async (t) => {
  const here = await scene(t, [...story, { id: 'c', down: 'b', upgrade: 'op.execute("SELECT pg_sleep(120)")' }]);
  await run(here, 'upgrade', 'b');
  const cancel = new AbortController();
  const told: string[] = [];
  const data = await run(
    here,
    'upgrade',
    'head',
    ({ step, interrupt }) => {
      if (step?.id === 'c') setTimeout(() => cancel.abort(), 300);
      if (interrupt !== undefined) told.push(interrupt);
    },
    cancel.signal,
  );
  assert.equal(data.outcome, 'cancelled');
  assert.equal(told.length, 1);
  assert.match(data.summary, /^The run was interrupted\. The database .* still stands at b\.$/);
  assert.deepEqual(await rowsIn(here.database), ['b']);
});

test('a run that ends before the interrupt takes effect is a success, and said so', async (t) => {
  const upgrade = 'import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nimport time; time.sleep(1)';
  const here = await scene(t, [...story, { id: 'c', down: 'b', upgrade }]);
  const cancel = new AbortController();
  const data = await run(
    here,
    'upgrade',
    'head',
    ({ step }) => {
      if (step?.id === 'c') setTimeout(() => cancel.abort(), 300);
    },
    cancel.signal,
  );
  assert.equal(data.outcome, 'succeeded');
  assert.match(data.summary, /^It had finished before the interrupt took effect\. .* stands at c now\.$/);
});

test('nothing is run when the database is no longer what was agreed to', async (t) => {
  const here = await scene(t, story);
  const { invocation, log, database } = here;
  const { data } = await readState(invocation, write(log));
  assert.ok(data.kind === 'known');
  await run(here, 'upgrade', 'a');
  const options = {
    invocation,
    action: { kind: 'upgrade', target: 'head' },
    log: write(log),
    progress: () => undefined,
  } as const;
  const signal = new AbortController().signal;
  const stale = await migrate({
    ...options,
    expected: { label: data.target.label, rows: data.rows },
    cancelled: signal,
  });
  assert.equal(stale.failure?.code, 'changed');
  assert.match(stale.failure?.message ?? '', /stands at a now, not before the first revision/);
  const elsewhere = await migrate({
    ...options,
    expected: { label: 'other:5432/shop', rows: ['a'] },
    cancelled: signal,
  });
  assert.match(elsewhere.failure?.message ?? '', /not to other:5432\/shop/);
  const unasked = await migrate({ ...options, expected: undefined, cancelled: signal });
  assert.equal(unasked.failure?.code, 'unconfirmed');
  assert.deepEqual(await rowsIn(database), ['a']);
});

test('rows that were written again are told from rows that nobody touched', async (t) => {
  const here = await scene(t, story);
  const read = async () => {
    const { data } = await readState(here.invocation, write(here.log));
    assert.ok(data.kind === 'known' && data.written !== undefined, JSON.stringify(data));
    return { rows: data.rows, written: data.written };
  };
  await run(here, 'upgrade', 'b');
  const first = await read();
  assert.deepEqual(await read(), first);
  await run(here, 'downgrade', 'a');
  await run(here, 'upgrade', 'b');
  const again = await read();
  assert.deepEqual(again.rows, first.rows);
  assert.notEqual(again.written, first.written);
});

test('a version table behind a view is read as well', async (t) => {
  const { database, invocation, log } = await scene(t, story);
  await database.query("CREATE VIEW alembic_version AS SELECT CAST('a' AS varchar(32)) AS version_num");
  const { data } = await readState(invocation, write(log));
  assert.ok(data.kind === 'known', JSON.stringify(data));
  assert.deepEqual([data.rows, data.via, data.written], [['a'], 'postgresql', undefined]);
});

test('a row whose file is missing is shown as it is', async (t) => {
  const { database, invocation, log } = await scene(t, story);
  await database.query('CREATE TABLE alembic_version (version_num varchar(32))');
  await database.query("INSERT INTO alembic_version VALUES ('gone')");
  const { data } = await readState(invocation, write(log));
  assert.ok(data.kind === 'known');
  assert.deepEqual(data.rows, ['gone']);
});

test('a lock that is not granted is told, and nothing has changed', async (t) => {
  const upgrade = 'op.execute("SET lock_timeout = \'200ms\'")\nop.execute("ALTER TABLE users ADD x int")';
  const here = await scene(t, [...story, { id: 'c', down: 'b', upgrade }]);
  await run(here, 'upgrade', 'b');
  const holder = new pg.Client({ connectionString: here.database.plainUrl });
  await holder.connect();
  await holder.query('BEGIN; LOCK TABLE users');
  const data = await run(here, 'upgrade', 'head');
  assert.equal(data.failure?.code, 'lock-timeout');
  assert.match(data.summary, /still stands at b/);
  await holder.end();
});

const unreachable: readonly (readonly [
  name: string,
  url: (database: Database) => string,
  code: string,
  message: RegExp,
])[] = [
  [
    'a wrong password',
    (d) => d.url.replace(d.password, 'no'),
    'wrong-password',
    /does not accept the password of the user "test_/,
  ],
  [
    'an unknown database',
    (d) => d.url.replace(/\/[^/]+$/, '/nowhere'),
    'unknown-database',
    /^The server has no database "nowhere"\.$/,
  ],
  ['a closed port', (d) => d.url.replace(`:${d.port}/`, ':1/'), 'refused', /^Nothing answers at 127\.0\.0\.1:1/],
];
for (const [name, url, code, message] of unreachable)
  test(`${name} makes the state unknown, with the cause`, async (t) => {
    const here = await scene(t, story);
    const runner = await runnerData({ env: { DATABASE_URL: url(here.database) } });
    const invocation = await prepare(here.project, runner);
    assert.ok(!('failure' in invocation));
    const { data } = await readState(invocation, write(here.log));
    assert.ok(data.kind === 'unknown');
    assert.equal(data.failure.code, code);
    assert.match(data.failure.message, message);
    assert.ok(data.failure.next.length > 0);
  });

test('a server that stops during an upgrade: told as that, the state is unknown, and no row is lost', async (t) => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'ag-data-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const dataDir = path.join(folder, 'data');
  const cluster = await start({ dataDir });
  let stopping: Promise<void> | undefined;
  t.after(() => stopping ?? cluster.stop());
  const url = `postgresql+psycopg://${cluster.user}:${cluster.password}@${cluster.host}:${cluster.port}/postgres`;
  const project = await makeProject(t, [
    ...story,
    { id: 'c', down: 'b', upgrade: 'op.execute("DELETE FROM users")\nop.execute("SELECT pg_sleep(120)")' },
  ]);
  assert.equal((await runAlembic(project.cwd, ['upgrade', 'b'], { DATABASE_URL: url })).exitCode, 0);
  await queryAt(cluster, 'INSERT INTO users VALUES (1), (2)');
  const invocation = await prepare(project, await runnerData({ env: { DATABASE_URL: url } }));
  assert.ok(!('failure' in invocation));
  const data = await migrate({
    invocation,
    action: { kind: 'upgrade', target: 'head' },
    expected: { label: `${cluster.host}:${cluster.port}/postgres`, rows: ['b'] },
    log: () => undefined,
    progress: ({ step }) => {
      if (step?.id === 'c') stopping ??= cluster.stop();
    },
    cancelled: new AbortController().signal,
  });
  assert.equal(data.outcome, 'failed');
  assert.equal(data.failure?.code, 'server-stopped');
  assert.match(data.failure?.message ?? '', /while revision c was running/);
  assert.equal(data.state?.kind, 'unknown');
  // A server on its way down answers that it takes no connection; one that is down doesn't answer.
  assert.match(data.summary, /could not be read afterwards: (Nothing answers at|.*takes no connection)/);

  await stopping;
  const again = await start({ dataDir });
  t.after(() => again.stop());
  assert.deepEqual(await queryAt(again, 'SELECT version_num FROM alembic_version'), [{ version_num: 'b' }]);
  assert.deepEqual(await queryAt(again, 'SELECT count(*)::int AS users FROM users'), [{ users: 2 }]);
});

function queryAt({ host, port, user, password }: Connection, sql: string): Promise<unknown[]> {
  return query({ host, port, user, password, database: 'postgres' }, sql);
}
