/** The hook, run by the real pre-commit in a repository that names this one. */

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { suite, test } from 'node:test';

import { execa } from 'execa';

import { ensurePreCommit } from '../environment/python-tools.mjs';
import { folderWith } from '../support/folder.ts';
import { project, revisionFile } from '../support/revision.ts';
import { commitAll, git, gitEnv, repository } from './repository.ts';
import { node } from './unpacked.ts';

const name = 'alembic/versions/0002_age.py';
const revision = (column: string) =>
  revisionFile({
    id: '0002',
    down: '0001',
    upgrade: `op.add_column("users", ${column})`,
    downgrade: 'op.drop_column("users", "age")',
  });

suite('the hook of pre-commit', () => {
  test('stops a commit with a broken revision, lets a sound one pass, and looks at revisions alone', async (t) => {
    const preCommit = await ensurePreCommit();
    const { bare, commit } = await repository();
    const folder = await folderWith(t, {
      ...project({ 'alembic/versions/__init__.py': '', 'app.py': 'x = 1\n' }),
      '.pre-commit-config.yaml': `repos:\n  - repo: ${bare}\n    rev: ${commit}\n    hooks:\n      - id: alembic-guard\n`,
    });
    await git(folder, 'init', '--quiet');
    await commitAll(folder);
    const home = await folderWith(t, {});
    const env = {
      ...gitEnv,
      PRE_COMMIT_HOME: home,
      PATH: `${path.dirname(node)}${path.delimiter}${process.env['PATH']}`,
    };
    const hook = async () => {
      await git(folder, 'add', '--all');
      const { exitCode, stdout, stderr } = await execa(preCommit, ['run'], { cwd: folder, env, reject: false });
      return { exitCode, output: `${stdout}${stderr}` };
    };

    await writeFile(path.join(folder, name), revision('sa.Column("age", sa.Integer(), nullable=False)'));
    const broken = await hook();
    assert.equal(broken.exitCode, 1, broken.output);
    assert.match(broken.output, /Alembic Guard\.+Failed/);
    assert.match(broken.output, /error {2}add-column-not-null-no-default {2}alembic\/versions\/0002_age\.py/);

    await writeFile(path.join(folder, name), revision('sa.Column("age", sa.Integer())'));
    const sound = await hook();
    assert.equal(sound.exitCode, 0, sound.output);
    assert.match(sound.output, /Alembic Guard\.+Passed/);
    await git(folder, 'commit', '--quiet', '--message', 'Age');

    await writeFile(path.join(folder, 'alembic/versions/__init__.py'), '# nothing\n');
    await writeFile(path.join(folder, 'app.py'), 'x = 2\n');
    const other = await hook();
    assert.match(other.output, /no files to check/);
  });
});
