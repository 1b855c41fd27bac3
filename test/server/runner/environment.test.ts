/** The variables that Alembic runs with. */

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';

import { runEnvironment } from '../../../server/src/runner/environment.ts';

const runner = {
  trusted: true,
  workspaceFolder: '/shop',
  interpreter: [],
  selectedInterpreter: [],
  command: [],
  env: {},
  envFile: undefined,
  xArguments: [],
  databaseUrl: undefined,
};

test('a file’s values go before inherited ones, the setting’s before both', async (t) => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'ag-env-'));
  t.after(() => rm(folder, { recursive: true }));
  const envFile = path.join(folder, '.env');
  await writeFile(envFile, '# a comment\nA=file\nB="file # not a comment"\nC=file\n');
  const result = await runEnvironment(
    { ...runner, envFile, env: { C: 'setting' } },
    { A: 'inherited', D: 'inherited' },
  );
  assert.ok('env' in result);
  const { A, B, C, D } = result.env;
  assert.deepEqual({ A, B, C, D }, { A: 'file', B: 'file # not a comment', C: 'setting', D: 'inherited' });
});

test('a configured file that is missing stops the run', async () => {
  const result = await runEnvironment({ ...runner, envFile: '/nowhere/.env' }, {});
  assert.ok('failure' in result);
  assert.match(result.failure.message, /\/nowhere\/\.env.*alembicGuard\.envFile.*does not exist/);
});

test('what belongs to the editor is not handed on', async () => {
  const result = await runEnvironment(runner, { ELECTRON_RUN_AS_NODE: '1', VSCODE_IPC_HOOK: 'x', HOME: '/home/ana' });
  assert.ok('env' in result);
  assert.deepEqual(
    Object.keys(result.env).filter((name) => /ELECTRON|VSCODE/.test(name)),
    [],
  );
  assert.equal(result.env['HOME'], '/home/ana');
});
