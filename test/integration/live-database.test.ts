/** What the rules learn of a real database: its version and what it has run, in a server that an editor speaks to. */

import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type TestContext, test } from 'node:test';

import type { DatabaseStateData, ProjectData, RunData, RunnerData } from '../../server/src/protocol/messages.ts';
import { createDatabase as createOn } from '../environment/database.mjs';
import { start } from '../environment/postgres.mjs';
import { projectFiles, type RevisionText, revisionPath, revisionText, runnerData } from '../support/alembic-project.ts';
import { createDatabase } from '../support/database.ts';
import { type Editor, openEditor } from '../support/lsp.ts';

const first: RevisionText = {
  id: 'a1',
  upgrade: 'op.execute("CREATE TABLE measures (id int, day date NOT NULL) PARTITION BY RANGE (day)")',
  downgrade: 'op.execute("DROP TABLE measures")',
};
const second: RevisionText = {
  id: 'b2',
  down: 'a1',
  upgrade: 'op.execute("ALTER TABLE measures ADD note text")',
  downgrade: 'op.execute("ALTER TABLE measures DROP note")',
};
const third: RevisionText = {
  id: 'c3',
  down: 'b2',
  upgrade: 'op.execute("ALTER TABLE measures ADD size int")',
  downgrade: 'op.execute("ALTER TABLE measures DROP size")',
};
const story = [first, second, third];
/** Of a partitioned table, as PostgreSQL 14 and later refuse it in a transaction. */
const reindex: RevisionText = { id: 'd4', down: 'c3', upgrade: 'op.execute("REINDEX TABLE measures")' };
const inserted: RevisionText = { id: 'x9', down: 'a1' };

const ofInserted = 'revision-inserted-before-applied';
const ofEdited = 'applied-revision-edited';
const ofDeleted = 'applied-revision-deleted';
const ofTransaction = 'concurrently-in-transaction';

interface Scene {
  readonly editor: Editor;
  read(more?: Partial<RunnerData>): Promise<DatabaseStateData>;
  run(kind: 'upgrade' | 'downgrade', target: string): Promise<void>;
  /** Writes a revision, as another program does. */
  write(revision: RevisionText): Promise<void>;
  /** The finding of the rule in the revision, as soon as it is there. */
  told(revision: string, rule: string, message?: RegExp): Promise<void>;
  /** Resolves when no finding of the rule is left in the revision. */
  silent(revision: string, rule: string): Promise<void>;
}

async function scene(t: TestContext, url: string, revisions: readonly RevisionText[], more = {}): Promise<Scene> {
  const editor = await openEditor(projectFiles(revisions), { rules: { [ofInserted]: 'warning' }, ...more });
  t.after(() => editor.end());
  const [project] = await editor.connection.sendRequest<ProjectData[]>('alembicGuard/projects');
  const runner = (other: Partial<RunnerData> = {}) =>
    runnerData({ workspaceFolder: editor.folder, env: { DATABASE_URL: url }, ...other });
  const read: Scene['read'] = async (other) =>
    editor.connection.sendRequest('alembicGuard/databaseState', { project: project?.id, runner: await runner(other) });
  return {
    editor,
    read,
    async run(kind, target) {
      const state = await read();
      assert.ok(state.kind === 'known', JSON.stringify(state));
      const data = await editor.connection.sendRequest<RunData>('alembicGuard/run', {
        run: 'one',
        project: project?.id,
        runner: await runner(),
        action: { kind, target },
        expected: { label: state.target.label, rows: state.rows },
      });
      assert.equal(data.outcome, 'succeeded', JSON.stringify(data));
    },
    async write(revision) {
      await writeFile(path.join(editor.folder, revisionPath(revision.id)), revisionText(revision));
      await editor.touched(revisionPath(revision.id));
    },
    async told(revision, rule, message = /./) {
      await editor.diagnostics(revisionPath(revision), (all) =>
        all.some((one) => one.code === rule && message.test(String(one.message))),
      );
    },
    async silent(revision, rule) {
      await editor.diagnostics(revisionPath(revision), (all) => all.every(({ code }) => code !== rule));
    },
  };
}

async function emptyDatabase(t: TestContext) {
  const database = await createDatabase();
  t.after(() => database.drop());
  const refused = { env: { DATABASE_URL: database.url.replace(database.password, 'no') } };
  return { ...database, label: `${database.host}:${database.port}/${database.name}`, refused };
}

test('findings hold for the server whose state was read, also when the projects are looked for anew', async (t) => {
  const database = await emptyDatabase(t);
  const { read, write, told } = await scene(t, database.url, [...story, reindex]);
  const assumed = /^REINDEX can't run inside a transaction on PostgreSQL 17 \(assumed: set postgres-version\), and/;
  await told('d4', ofTransaction, assumed);
  const state = await read();
  assert.equal(state.kind === 'known' && state.serverVersion, 17);
  const known = /^REINDEX can't run inside a transaction on PostgreSQL 17, and/;
  await told('d4', ofTransaction, known);
  await write({ ...reindex, id: 'e5', down: 'd4' });
  await told('e5', ofTransaction, known);
  assert.equal((await read(database.refused)).kind, 'unknown');
  await told('d4', ofTransaction, assumed);
});

test('a finding names the library as the project’s Python has it, once the state is read', async (t) => {
  const database = await emptyDatabase(t);
  const columns = 'sa.Column("id", sa.Integer()), sa.Column("twice", sa.Integer(), sa.Computed("id * 2"))';
  const computed = { ...reindex, upgrade: `op.create_table("boxes", ${columns})` };
  const { read, told } = await scene(t, database.url, [...story, computed], { profile: 'strict' });
  await told('d4', 'computed-persisted-unset', /SQLAlchemy 2\.0 \(assumed: set sqlalchemy-version\)/);
  await read();
  await told('d4', 'computed-persisted-unset', /SQLAlchemy 2\.0\.\d+ renders STORED/);
});

test('what an older server allows is not found, unless a newer version is configured', async (t) => {
  const server = await start({ major: 13 });
  t.after(() => server.stop());
  const { user, password, host, port, database } = await createOn(server, 'old');
  const url = `postgresql+psycopg://${user}:${password}@${host}:${port}/${database}`;
  const { read, told, silent } = await scene(t, url, [...story, reindex]);
  await told('d4', ofTransaction);
  const state = await read();
  assert.equal(state.kind === 'known' && state.serverVersion, 13);
  await silent('d4', ofTransaction);

  const configured = await scene(t, url, [...story, reindex], { postgresVersion: 15 });
  await configured.read();
  await configured.write({ ...reindex, id: 'e5', down: 'd4' });
  await configured.told('e5', ofTransaction, / on PostgreSQL 15, and/);
});

test('a revision that comes below the rows is told, as long as the database stands there', async (t) => {
  const database = await emptyDatabase(t);
  const { read, run, write, told, silent } = await scene(t, database.url, story);
  await run('upgrade', 'c3');
  await write(inserted);
  await write({ ...second, down: 'x9' });
  await told(
    'x9',
    ofInserted,
    new RegExp(`^x9 stands before b2, which is applied to the database ${database.label} already, so .* never runs it`),
  );
  // The rows are still those that the same transactions have written.
  await read();
  // The newest is looked at last.
  await write(reindex);
  await told('d4', ofTransaction);
  await told('x9', ofInserted);
  await database.query("UPDATE alembic_version SET version_num = 'a1'");
  await read();
  await silent('x9', ofInserted);
});

test('a database that goes back and comes again has run what was inserted', async (t) => {
  const database = await emptyDatabase(t);
  const { run, write, told, silent } = await scene(t, database.url, story);
  await run('upgrade', 'c3');
  await write(inserted);
  await write({ ...second, down: 'x9' });
  await told('x9', ofInserted);
  await run('downgrade', 'a1');
  await silent('x9', ofInserted);
  await run('upgrade', 'c3');
  await write({ ...inserted, upgrade: 'op.execute("SELECT 1")' });
  await told('x9', ofEdited, /^x9 is applied to the database/);
});

test('an edit and a lost file of what was run are told, and no more when the state is unknown', async (t) => {
  const database = await emptyDatabase(t);
  const { editor, read, run, write, told, silent } = await scene(t, database.url, story);
  await run('upgrade', 'c3');
  await write({ ...second, upgrade: 'op.execute("ALTER TABLE measures ADD note varchar")' });
  await told('b2', ofEdited, /^b2 is applied to the database/);
  await rm(path.join(editor.folder, revisionPath('c3')));
  await editor.touched(revisionPath('c3'));
  await told('b2', ofDeleted, /^c3 is applied to the database/);
  assert.equal((await read(database.refused)).kind, 'unknown');
  await silent('b2', ofEdited);
  await silent('b2', ofDeleted);
});

test('a row that no file has is told at the newest revision', async (t) => {
  const database = await emptyDatabase(t);
  const { read, run, told } = await scene(t, database.url, story);
  await run('upgrade', 'c3');
  await database.query("UPDATE alembic_version SET version_num = 'ffff'");
  await read();
  await told('c3', ofDeleted, /^ffff is applied to the database .*, and no file has it/);
});
