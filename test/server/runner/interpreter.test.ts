/** Which Python is taken, by what there is. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { activated, findInterpreter } from '../../../server/src/runner/interpreter.ts';

const place = { cwd: '/shop/backend', root: '/shop/backend' };
const runner = {
  trusted: true,
  workspaceFolder: '/shop',
  interpreter: [] as readonly string[],
  selectedInterpreter: [] as readonly string[],
  command: [],
  env: {},
  envFile: undefined,
  xArguments: [],
  databaseUrl: undefined,
};
const env = { PATH: '/usr/local/bin:/usr/bin' };
const having =
  (...files: string[]) =>
  async (file: string) =>
    files.includes(file);

async function found(options: Partial<typeof runner>, ...files: string[]) {
  const interpreter = await findInterpreter(place, { ...runner, ...options }, env, having(...files));
  return 'code' in interpreter ? interpreter.code : interpreter.argv;
}

const everywhere = [
  '/opt/python',
  '/chosen/python',
  '/shop/backend/.venv/bin/python',
  '/shop/.venv/bin/python',
  '/usr/bin/python3',
];

test('the setting goes first', async () => {
  assert.deepEqual(
    await found({ interpreter: ['/opt/python', '-I'], selectedInterpreter: ['/chosen/python'] }, ...everywhere),
    ['/opt/python', '-I'],
  );
});

test('a relative setting is meant from the workspace folder, a plain name from PATH', async () => {
  assert.deepEqual(await found({ interpreter: ['.venv/bin/python'] }, ...everywhere), ['/shop/.venv/bin/python']);
  assert.deepEqual(await found({ interpreter: ['python3.12'] }, ...everywhere), ['python3.12']);
});

test('a setting that leads nowhere is an error, not a reason to take another Python', async () => {
  const failure = await findInterpreter(
    place,
    { ...runner, interpreter: ['/gone/python'] },
    env,
    having(...everywhere),
  );
  assert.ok('code' in failure);
  assert.match(failure.message, /\/gone\/python.*alembicGuard\.interpreter/);
});

test('then the Python extension’s choice, unless it is gone', async () => {
  assert.deepEqual(await found({ selectedInterpreter: ['/chosen/python'] }, ...everywhere), ['/chosen/python']);
  assert.deepEqual(await found({ selectedInterpreter: ['/gone/python'] }, ...everywhere), [
    '/shop/backend/.venv/bin/python',
  ]);
});

test('then a virtual environment beside the project, then one above it, but none above the workspace', async () => {
  assert.deepEqual(await found({}, '/shop/venv/bin/python', '/shop/backend/env/bin/python'), [
    '/shop/backend/env/bin/python',
  ]);
  assert.deepEqual(await found({}, '/shop/venv/bin/python', '/usr/bin/python3'), ['/shop/venv/bin/python']);
  assert.deepEqual(await found({}, '/.venv/bin/python', '/usr/bin/python3'), ['/usr/bin/python3']);
});

test('then PATH in its order, python3 before python', async () => {
  assert.deepEqual(await found({}, '/usr/local/bin/python', '/usr/bin/python3'), ['/usr/bin/python3']);
});

test('nothing at all is told with what was looked for', async () => {
  const failure = await findInterpreter(place, runner, env, having());
  assert.ok('code' in failure);
  assert.match(failure.message, /\.venv, venv or env folder at or above \/shop\/backend.*PATH/);
});

test('the virtual environment is active while its Python runs', async () => {
  const interpreter = { argv: ['/shop/.venv/bin/python'], source: '' };
  const active = await activated(interpreter, env, having('/shop/.venv/pyvenv.cfg'));
  assert.equal(active['VIRTUAL_ENV'], '/shop/.venv');
  assert.equal(active['PATH'], '/shop/.venv/bin:/usr/local/bin:/usr/bin');
  assert.equal(await activated(interpreter, env, having()), env);
});
