/** The file with known findings: written, held against what is found, told when it is stale. */

import assert from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { suite, test } from 'node:test';

import { folderWith, writeFiles } from '../../support/folder.ts';
import { project, revisionFile } from '../../support/revision.ts';
import { runCommand } from '../../support/terminal.ts';

const file = 'alembic/versions/0002_age.py';
const baseline = 'alembic-guard-baseline.json';
const change = (upgrade: string) =>
  revisionFile({ id: '0002', down: '0001', upgrade, downgrade: 'op.drop_column("users", "age")' });
const age = 'op.add_column("users", sa.Column("age", sa.Integer(), nullable=False))';
const files = project({ [file]: change(age), 'alembic-guard.toml': `baseline = "${baseline}"\n` });

async function found(folder: string, ...args: readonly string[]) {
  const { code, out, error } = await runCommand(folder, 'lint', '--format', 'json', ...args);
  const { findings, known } = JSON.parse(out);
  return { code, error, known, rules: findings.map(({ rule }: Record<string, string>) => rule) };
}

suite('a baseline', () => {
  test('is written, and from then on only what is new is reported', async (t) => {
    const folder = await folderWith(t, files);
    const written = await runCommand(folder, 'lint', '--write-baseline');
    assert.equal(written.code, 0);
    assert.equal(written.error, `${baseline} holds 1 known findings.\n`);
    const document = JSON.parse(await readFile(path.join(folder, baseline), 'utf8'));
    assert.deepEqual(Object.keys(document.findings), ['0002']);
    assert.deepEqual(Object.keys(document.findings['0002']), ['add-column-not-null-no-default']);
    assert.doesNotMatch(JSON.stringify(document), /versions|\.py/);
    assert.deepEqual(await found(folder), { code: 0, error: '', known: 1, rules: [] });
    assert.match((await runCommand(folder, 'lint')).out, /No findings, 1 known in 2 files/);

    const more = 'op.add_column("users", sa.Column("size", sa.Integer(), nullable=False))';
    await writeFiles(folder, { [file]: change(`# moved\n\n${age}\n${more}`) });
    const { code, known, rules } = await found(folder);
    assert.deepEqual(
      { code, known, rules },
      { code: 1, known: 1, rules: ['add-column-not-null-no-default', 'downgrade-not-mirroring'] },
    );
    await rm(path.join(folder, file));
    await writeFiles(folder, { 'alembic/versions/renamed.py': change(`op.execute("SELECT 1")\n${age}`) });
    assert.equal((await found(folder)).known, 1);
  });

  test('lies above the script directory of Flask-Migrate, whose configuration lies in it', async (t) => {
    const flask = {
      'migrations/alembic.ini': '[alembic]\n',
      'migrations/env.py': 'from flask import current_app\n',
      'migrations/versions/0001_age.py': revisionFile({ id: '0001', upgrade: 'op.drop_table("old")' }),
      'migrations/versions/0002_age.py': change(age),
      'alembic-guard.toml': `baseline = "known.json"\n`,
    };
    const folder = await folderWith(t, flask);
    const { error } = await runCommand(folder, 'lint', '--write-baseline');
    assert.match(error, /^known\.json holds \d known findings/);
    assert.equal((await found(folder)).code, 0);
  });

  test('tells what it holds in vain, and drops it when it is written anew', async (t) => {
    const folder = await folderWith(t, files);
    await runCommand(folder, 'lint', '--write-baseline');
    await writeFiles(folder, { [file]: change('op.add_column("users", sa.Column("age", sa.Integer()))') });
    const { code, error } = await found(folder);
    assert.equal(code, 0);
    assert.match(
      error,
      /alembic-guard-baseline\.json:1: info: The baseline knows findings that are there no more \(0002: add-column-not-null-no-default\)/,
    );
    // Of one file alone nobody can tell.
    assert.equal((await found(folder, 'alembic/versions/0001_users.py')).error, '');
    const { error: told } = await runCommand(folder, 'lint', '--write-baseline');
    assert.match(
      told,
      /holds 0 known findings\. What no longer matches anything is gone from it: 0002: add-column-not-null-no-default\./,
    );
    assert.equal((await found(folder)).error, '');
  });

  test('of some files keeps what it holds for the others', async (t) => {
    const other = 'alembic/versions/0003_size.py';
    const folder = await folderWith(t, {
      ...files,
      [other]: revisionFile({
        id: '0003',
        down: '0002',
        upgrade: age.replace('age', 'size'),
        downgrade: 'op.drop_column("users", "size")',
      }),
    });
    await runCommand(folder, 'lint', '--write-baseline', file);
    assert.equal((await found(folder)).known, 1);
    await runCommand(folder, 'lint', '--write-baseline', other);
    assert.equal((await found(folder)).known, 2);
  });

  test('of a name that no setting mentions says what to write where', async (t) => {
    const folder = await folderWith(t, { ...files, 'alembic-guard.toml': '' });
    const { error } = await runCommand(folder, 'lint', '--write-baseline');
    assert.match(error, /It counts once the configuration names it: baseline = "alembic-guard-baseline\.json"/);
    assert.equal((await found(folder)).known, 0);
  });

  test('that is missing or damaged ends with 2', async (t) => {
    const folder = await folderWith(t, files);
    const missing = await found(folder);
    assert.equal(missing.code, 2);
    assert.match(missing.error, /alembic-guard\.toml:1: error: The baseline .* does not exist. Write it with/);
    for (const text of [
      '{',
      '[]',
      '{"schemaVersion":2,"findings":{}}',
      '{"schemaVersion":1,"findings":{"0002":{"x":[1]}}}',
    ]) {
      await writeFiles(folder, { [baseline]: text });
      const { code, error } = await found(folder);
      assert.equal(code, 2, text);
      assert.match(error, /baseline\.json:1: error: The baseline .* can't be used/);
    }
  });

  test('does not go with --since', async (t) => {
    const folder = await folderWith(t, files);
    const { code, error } = await runCommand(folder, 'lint', '--write-baseline', '--since', 'main');
    assert.equal(code, 2);
    assert.match(error, /does not go with --since/);
  });
});

suite('settings that do not hold end with 2 and are told at their line', () => {
  const cases: readonly (readonly [string, RegExp])[] = [
    ['profil = "strict"', /:1: warning: There is no setting profil; did you mean profile\?/],
    ['profile = "strikt"', /:1: error: profile must be one of "recommended", "strict", "all", not "strikt"/],
    ['\n[rules]\ndrop-colum = "error"', /:3: warning: There is no rule drop-colum; did you mean drop-column\?/],
    ['\n[rules]\ndrop-column = "fatal"', /:3: error: rules\.drop-column must be one of "error"/],
    [
      '[rules.fk-on-delete-cascade]\nparent = ["a"]',
      /:2: warning: The rule fk-on-delete-cascade has no option parent; did you mean parents\?/,
    ],
    [
      '[rules.fk-on-delete-cascade]\nparents = "a"',
      /:2: error: The option parents of the rule fk-on-delete-cascade must be a list of strings/,
    ],
    [
      '[tenant]\nshared-table = []',
      /:2: warning: There is no setting tenant\.shared-table; did you mean shared-tables\?/,
    ],
    ['[tenant]\ncolumns = 5', /:2: error: tenant\.columns must be a list of strings, not 5/],
    ['start-after = "zz"', /:1: error: The revision zz of the setting start-after is not in the history/],
    ['profile = ', /is not valid TOML/],
  ];
  for (const [text, message] of cases) {
    test(text, async (t) => {
      const folder = await folderWith(t, project({ 'alembic-guard.toml': `${text}\n` }));
      const { code, error } = await found(folder, '--fail-on', 'never');
      assert.match(error, message);
      assert.equal(code, 2);
    });
  }

  test('an option of several words is taken from a file', async (t) => {
    const folder = await folderWith(
      t,
      project({ 'alembic-guard.toml': '[rules.tenant-rls-blind-backfill]\nbypasses-rls = true\n' }),
    );
    assert.equal((await found(folder)).error, '');
  });
});
