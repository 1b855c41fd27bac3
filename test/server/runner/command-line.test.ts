/** The argument arrays that start Alembic. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { commandLauncher, commandLine, pythonLauncher, shownCommand } from '../../../server/src/runner/command-line.ts';

const project = {
  cwd: '/shop/backend',
  config: '/shop/backend/alembic.ini',
  section: 'alembic',
  layout: 'alembic',
  scriptLocation: '/shop/backend/migrations',
} as const;
const plain = { xArguments: [] };
const python = ['/shop/.venv/bin/python'];
const command = (...words: string[]) => commandLauncher({ ...runner, command: words });
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

test('Python names the configuration, so that ALEMBIC_CONFIG cannot lead elsewhere', () => {
  const argv = commandLine(pythonLauncher(python, project, false), project, plain, 'upgrade', ['head']);
  assert.deepEqual(argv, ['/shop/.venv/bin/python', '-m', 'alembic', '-c', 'alembic.ini', 'upgrade', 'head']);
});

test('a configuration elsewhere, a section and -x arguments stand before the verb', () => {
  const other = { ...project, config: '/shop/config/db.ini', section: 'tenants' };
  const launcher = pythonLauncher(python, other, false);
  const argv = commandLine(launcher, other, { xArguments: ['tenant=a b', 'y=1'] }, 'downgrade', ['-1']);
  assert.deepEqual(argv.slice(3), [
    '-c',
    '../config/db.ini',
    '-n',
    'tenants',
    '-x',
    'tenant=a b',
    '-x',
    'y=1',
    'downgrade',
    '-1',
  ]);
});

test('a package of the project that is called alembic cannot hide the real one', () => {
  const argv = commandLine(pythonLauncher(python, project, true), project, plain, 'heads', []);
  assert.equal(argv[1], '-c');
  assert.match(argv[2] ?? '', /sys\.path\.append\(sys\.path\.pop\(0\)\)/);
});

test('a command gets Alembic’s arguments, and a default configuration is left to its own folder', () => {
  const launcher = command('docker', 'compose', 'exec', '-T', 'backend', 'alembic');
  const argv = commandLine(launcher, project, { xArguments: ['a=b'] }, 'upgrade', ['head']);
  assert.deepEqual(argv, ['docker', 'compose', 'exec', '-T', 'backend', 'alembic', '-x', 'a=b', 'upgrade', 'head']);
});

test('Flask-Migrate is spoken to in its own way', () => {
  const flask = {
    ...project,
    layout: 'flask-migrate',
    scriptLocation: '/shop/backend/migrations',
    config: '/shop/backend/migrations/alembic.ini',
  } as const;
  const argv = commandLine(pythonLauncher(python, flask, false), flask, { xArguments: ['a=b'] }, 'upgrade', [
    'head',
    '--sql',
  ]);
  assert.deepEqual(argv.slice(1), [
    '-m',
    'flask',
    'db',
    'upgrade',
    '--directory',
    'migrations',
    '-x',
    'a=b',
    'head',
    '--sql',
  ]);
  const inside = commandLine(
    command('docker', 'compose', 'exec', '-T', 'web', 'flask', 'db'),
    flask,
    plain,
    'current',
    ['-v'],
  );
  assert.deepEqual(inside.slice(-4), ['flask', 'db', 'current', '-v']);
  const back = commandLine(command('/shop/.venv/bin/flask', 'db'), flask, plain, 'downgrade', ['-1']);
  assert.deepEqual(back, ['/shop/.venv/bin/flask', 'db', 'downgrade', '--', '-1']);
});

test('a command is shown as it would be typed', () => {
  assert.equal(
    shownCommand(['alembic', 'revision', "--message=it's; rm"]),
    `alembic revision '--message=it'\\''s; rm'`,
  );
});
