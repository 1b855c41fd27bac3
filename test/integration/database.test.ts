/** The ground the other integration tests stand on: a server that checks passwords, and the real Alembic. */

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';

import pg from 'pg';

import { createDatabase, runAlembic } from '../support/database.ts';

test('a database of our own answers, refuses a wrong password and can be dropped', async () => {
  const database = await createDatabase();
  const [row] = await database.query<{ name: string }>('SELECT current_database() AS name');
  assert.equal(row?.name, database.name);
  const wrong = new pg.Client({ connectionString: database.plainUrl.replace(database.password, 'wrong') });
  await assert.rejects(wrong.connect(), /password authentication failed/);
  await database.drop();
  await assert.rejects(database.query('SELECT 1'), /does not exist|password authentication failed/);
});

test('Alembic of the environment makes a project and reads it', async (t) => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'ag-test-'));
  t.after(() => rm(folder, { recursive: true }));
  const made = await runAlembic(folder, ['init', 'alembic'], {});
  assert.equal(made.exitCode, 0, made.stderr);
  const heads = await runAlembic(folder, ['heads'], {});
  assert.deepEqual({ exitCode: heads.exitCode, stdout: heads.stdout }, { exitCode: 0, stdout: '' });
});
