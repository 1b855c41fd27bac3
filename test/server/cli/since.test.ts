/** `lint --since` and `base-ref` in real repositories: what is new, and what became of what was there. */

import assert from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { suite, type TestContext, test } from 'node:test';

import { writeFiles } from '../../support/folder.ts';
import { repositoryWith } from '../../support/repository.ts';
import { project, revisionFile } from '../../support/revision.ts';
import { runCommand } from '../../support/terminal.ts';

const versions = 'alembic/versions';
const age = `${versions}/0002_age.py`;
const name = `${versions}/0003_name.py`;
const dangerous = (id: string, down: string, column: string) =>
  revisionFile({
    id,
    down,
    upgrade: `op.add_column("users", sa.Column("${column}", sa.Integer(), nullable=False))`,
    downgrade: `op.drop_column("users", "${column}")`,
  });
const files = project({ [age]: dangerous('0002', '0001', 'age') });

async function found(folder: string, ...args: readonly string[]) {
  const { code, out, error } = await runCommand(folder, 'lint', '--format', 'json', ...args);
  assert.notEqual(out, '', error);
  const { findings } = JSON.parse(out);
  return {
    code,
    error,
    findings: findings.map(({ rule, file }: Record<string, string>) => `${path.basename(file ?? '')} ${rule}`),
  };
}

/** A repository with two revisions on main, and a branch `work` that stands there. */
async function workOn(t: TestContext) {
  const repository = await repositoryWith(t, files);
  repository.git('switch', '--quiet', '--create', 'work');
  return repository;
}

suite('lint --since', () => {
  test('only new revisions, whether they are committed or not', async (t) => {
    const { folder, commit } = await workOn(t);
    assert.deepEqual((await found(folder, '--since', 'main')).findings, []);
    assert.deepEqual((await found(folder)).findings, ['0002_age.py add-column-not-null-no-default']);
    await writeFiles(folder, { [name]: dangerous('0003', '0002', 'name') });
    const added = { code: 1, error: '', findings: ['0003_name.py add-column-not-null-no-default'] };
    assert.deepEqual(await found(folder, '--since', 'main'), added);
    await commit({});
    assert.deepEqual(await found(folder, '--since', 'main'), added);
    assert.deepEqual((await found(folder, '--since', 'HEAD')).findings, []);
  });

  test('edited ones, but for comments and formatting', async (t) => {
    const { folder } = await workOn(t);
    const text = files[age] ?? '';
    await writeFiles(folder, {
      [age]: text
        .replace('"""a change', '"""another word')
        .replace('    op.add', '    # why\n    op.add')
        .replaceAll('"age"', "'age'"),
    });
    assert.deepEqual((await found(folder, '--since', 'main')).findings, []);
    await writeFiles(folder, { [age]: text.replace('sa.Integer()', 'sa.BigInteger()') });
    assert.deepEqual((await found(folder, '--since', 'main')).findings, [
      '0002_age.py applied-revision-edited',
      '0002_age.py add-column-not-null-no-default',
    ]);
  });

  test('what others changed meanwhile is not held against the work', async (t) => {
    const { folder, git, commit } = await workOn(t);
    git('switch', '--quiet', 'main');
    await commit({
      [age]: (files[age] ?? '').replace('sa.Integer()', 'sa.BigInteger()'),
      [name]: dangerous('0003', '0002', 'n'),
    });
    git('switch', '--quiet', 'work');
    assert.deepEqual((await found(folder, '--since', 'main')).findings, []);
  });

  test('a deleted revision, also from the end of the history', async (t) => {
    const { folder } = await workOn(t);
    await rm(path.join(folder, age));
    const { code, findings } = await found(folder, '--since', 'main');
    assert.deepEqual(findings, ['0001_users.py applied-revision-deleted']);
    assert.equal(code, 1);
    const fixed = await runCommand(folder, 'lint', '--since', 'main', '--fix');
    assert.match(
      fixed.error,
      /applied-revision-deleted: Bring back the file of main \(creates alembic\/versions\/0002_age.py\)/,
    );
    assert.equal(await readFile(path.join(folder, age), 'utf8'), files[age]);
  });

  test('a revision that was overtaken is put after the newest, which is brought along', async (t) => {
    const { folder, git, commit } = await workOn(t);
    await commit({
      [name]: revisionFile({
        id: '0003',
        down: '0002',
        upgrade: 'op.create_table("a", sa.Column("id", sa.Integer(), primary_key=True))',
        downgrade: 'op.drop_table("a")',
      }),
    });
    git('switch', '--quiet', 'main');
    const theirs = `${versions}/0003b_theirs.py`;
    await commit({
      [theirs]: revisionFile({
        id: '0003b',
        down: '0002',
        upgrade: 'op.create_table("b", sa.Column("id", sa.Integer(), primary_key=True))',
        downgrade: 'op.drop_table("b")',
      }),
    });
    git('switch', '--quiet', 'work');
    const behind = ['--since', 'main', '--rule', 'revision-behind-base=warning'];
    assert.deepEqual((await found(folder, ...behind)).findings, ['0003_name.py revision-behind-base']);
    await runCommand(folder, 'lint', ...behind, '--fix');
    assert.match(await readFile(path.join(folder, name), 'utf8'), /down_revision = "0003b"/);
    assert.deepEqual((await found(folder, '--since', 'main')).findings, []);
    await commit({});
    // The same file on both sides is no conflict.
    git('merge', '--quiet', '--no-edit', 'main');
    assert.deepEqual(JSON.parse((await runCommand(folder, 'graph', '--format', 'json')).out).projects[0].heads, [
      '0003',
    ]);
  });

  test('a revision slipped in before others is moved to the end, in both files', async (t) => {
    const { folder } = await workOn(t);
    const text = files[age] ?? '';
    await writeFiles(folder, {
      [age]: text.replace('"0001"', '"0001b"'),
      [name]: revisionFile({
        id: '0001b',
        down: '0001',
        upgrade: 'op.create_table("a", sa.Column("id", sa.Integer(), primary_key=True))',
        downgrade: 'op.drop_table("a")',
      }),
    });
    const inserted = ['--since', 'main', '--rule', 'revision-inserted-before-applied=error'];
    const { findings } = await found(folder, ...inserted);
    assert.deepEqual(findings, ['0003_name.py revision-inserted-before-applied']);
    await runCommand(folder, 'lint', ...inserted, '--fix');
    assert.equal(await readFile(path.join(folder, age), 'utf8'), text);
    assert.deepEqual((await found(folder, '--since', 'main')).findings, []);
  });

  test('base-ref lets the rules speak without leaving anything out', async (t) => {
    const { folder } = await workOn(t);
    await writeFiles(folder, {
      'alembic-guard.toml': 'base-ref = "main"\n',
      [age]: (files[age] ?? '').replace('sa.Integer()', 'sa.BigInteger()'),
    });
    assert.deepEqual((await found(folder)).findings, [
      '0002_age.py applied-revision-edited',
      '0002_age.py add-column-not-null-no-default',
    ]);
    await writeFiles(folder, { 'alembic-guard.toml': 'base-ref = "nonsense"\n' });
    const { code, error } = await runCommand(folder, 'lint');
    assert.equal(code, 2);
    assert.match(error, /The setting base-ref nonsense: The repository .* has no branch, tag or commit nonsense/);
  });
});
