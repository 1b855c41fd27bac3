/** The project's own configuration: where it is found, what it may say, and how the editor's settings lie on top. */

import assert from 'node:assert/strict';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { defaultSettings } from '../../../server/src/core/lint/settings.ts';
import { readConfiguration } from '../../../server/src/workspace/configuration.ts';
import { type Files, makeFolder } from './folder.ts';

async function read(t: TestContext, files: Files, editor?: unknown, home = '') {
  const root = makeFolder(t, files);
  const { settings, file, problems } = await readConfiguration(path.join(root, home), root, editor);
  return {
    settings,
    file: file && path.relative(root, file),
    problems: problems.map(
      ({ code, message, range }) => `${range.start.line}:${range.start.character} ${code}: ${message}`,
    ),
  };
}

const whole = `profile = "strict"
postgres-version = 15
alembic-version = "1.13"
sqlalchemy-version = "2.0.30"
fail-on = "warning"
start-after = "a1b2"
baseline = "known.json"
base-ref = "origin/main"
small-tables = ["countries"]

[rules]
drop-column = "off"
fk-on-delete-cascade = { level = "info" }

[tenant]
strategy = "column"
columns = ["tenant_id"]
root = "tenants"
shared-tables = ["plans"]
`;

const expected = {
  profile: 'strict',
  postgresVersion: 15,
  postgresVersionOrigin: 'configured',
  alembicVersion: '1.13',
  sqlalchemyVersion: '2.0.30',
  failOn: 'warning',
  startAfter: 'a1b2',
  baseline: 'known.json',
  baseRef: 'origin/main',
  smallTables: ['countries'],
  tenant: { strategy: 'column', columns: ['tenant_id'], root: 'tenants', sharedTables: ['plans'] },
};

test('alembic-guard.toml', async (t) => {
  const { settings, file, problems } = await read(t, { 'alembic-guard.toml': whole });
  const { rules, ...rest } = settings;
  assert.deepEqual(rest, expected);
  assert.equal(rules['drop-column']?.level, 'off');
  assert.equal(rules['fk-on-delete-cascade']?.level, 'info');
  assert.equal(file, 'alembic-guard.toml');
  assert.deepEqual(problems, []);
});

test('[tool.alembic-guard] in pyproject.toml', async (t) => {
  const text = `[project]\nname = "x"\n\n[tool.alembic-guard]\n${whole.replaceAll(/^\[/gm, '[tool.alembic-guard.')}`;
  const { settings, file, problems } = await read(t, { 'pyproject.toml': text });
  const { rules: _, ...rest } = settings;
  assert.deepEqual(rest, expected);
  assert.equal(file, 'pyproject.toml');
  assert.deepEqual(problems, []);
});

test('without a file the defaults hold', async (t) => {
  assert.deepEqual(await read(t, { 'pyproject.toml': '[project]\nname = "x"\n' }), {
    settings: defaultSettings,
    file: undefined,
    problems: [],
  });
});

test('the nearest file upwards counts', async (t) => {
  const files = {
    'pyproject.toml': '[tool.alembic-guard]\nprofile = "all"\n',
    'backend/pyproject.toml': '[tool.other]\n',
    'backend/db/x': '',
    'other/alembic-guard.toml': 'profile = "strict"\n',
  };
  assert.equal((await read(t, files, undefined, 'backend/db')).settings.profile, 'all');
  assert.equal((await read(t, files, undefined, 'other')).settings.profile, 'strict');
});

test('of two files side by side the own one wins, and that is told', async (t) => {
  const { settings, problems } = await read(t, {
    'alembic-guard.toml': 'profile = "strict"\n',
    'pyproject.toml': '[tool.alembic-guard]\nprofile = "all"\n',
  });
  assert.equal(settings.profile, 'strict');
  assert.match(problems[0] ?? '', /^0:1 two-settings: .*alembic-guard\.toml stands beside this file and wins/);
});

const mistakes: readonly (readonly [string, string, RegExp])[] = [
  ['an unknown key', 'profil = "all"', /^0:0 unknown-setting: There is no setting profil; did you mean profile\?$/],
  ['camelCase in a file', 'postgresVersion = 16', /^0:0 unknown-setting: .*did you mean postgres-version\?$/],
  [
    'an unknown key of a table',
    '[tenant]\ncolumn = ["x"]',
    /^1:0 unknown-setting: There is no setting tenant\.column; did you mean columns\?$/,
  ],
  [
    'a wrong word',
    '\nprofile = "loud"',
    /^1:0 bad-setting: profile must be one of "recommended", "strict", "all", not "loud"\. The default holds instead\.$/,
  ],
  [
    'a wrong type',
    'small-tables = "countries"',
    /^0:0 bad-setting: small-tables must be a list of strings, not "countries"/,
  ],
  [
    'a version that does not exist',
    'postgres-version = 12',
    /^0:0 bad-setting: postgres-version must be a whole number from 13 to 18, not 12/,
  ],
  [
    'a version of a library as a number',
    'alembic-version = 1.18',
    /^0:0 bad-setting: alembic-version must be a version in quotes, such as "1\.18" or "1\.18\.2", not 1\.18/,
  ],
  [
    'an unknown level',
    '[rules]\ndrop-column = "err"',
    /^1:0 bad-setting: rules\.drop-column must be one of "error", "warning", "info", "off", not "err"/,
  ],
  [
    'an unknown rule',
    '[rules]\ndrop-colum = "off"',
    /^1:0 unknown-setting: There is no rule drop-colum; did you mean drop-column\?$/,
  ],
  [
    'an unknown option of a rule',
    '[rules]\ndrop-column = { levle = "off" }',
    /^1:\d+ unknown-setting: The rule drop-column has no option levle/,
  ],
  ['no table', 'rules = "off"', /^0:0 bad-setting: rules must be a table/],
  [
    'a key of a later version',
    'runner = "b"',
    /^0:0 later-setting: The setting runner is not supported by this version yet/,
  ],
  ['no TOML', 'profile = \n', /^0:\d+ bad-toml: alembic-guard\.toml is not valid TOML: /],
];

for (const [title, text, message] of mistakes) {
  test(`a mistake: ${title}`, async (t) => {
    const { problems } = await read(t, { 'alembic-guard.toml': text });
    assert.equal(problems.length, 1, problems.join('\n'));
    assert.match(problems[0] ?? '', message);
  });
}

test('what is wrong leaves the default, and the rest holds', async (t) => {
  const { settings } = await read(t, { 'alembic-guard.toml': 'profile = "loud"\npostgres-version = 14\n' });
  assert.deepEqual([settings.profile, settings.postgresVersion], ['recommended', 14]);
});

test('the editor’s settings win, key by key, and what it leaves open stays', async (t) => {
  const editor = {
    profile: 'all',
    postgresVersion: null,
    rules: { 'drop-column': 'warning' },
    tenant: { sharedTables: ['countries'] },
    pythonPath: '/usr/bin/python3',
  };
  const { settings, problems } = await read(t, { 'alembic-guard.toml': whole }, editor);
  assert.equal(settings.profile, 'all');
  assert.equal(settings.postgresVersion, 15);
  assert.equal(settings.rules['drop-column']?.level, 'warning');
  assert.equal(settings.rules['fk-on-delete-cascade']?.level, 'info');
  assert.deepEqual(settings.tenant, { ...expected.tenant, sharedTables: ['countries'] });
  assert.deepEqual(problems, []);
});

test('a wrong editor setting is named as such', async (t) => {
  const { problems } = await read(t, {}, { failOn: 'sometimes' });
  assert.match(problems[0] ?? '', /bad-setting: The editor setting alembicGuard\.failOn: failOn must be one of/);
});
