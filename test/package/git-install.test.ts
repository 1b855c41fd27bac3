/** `npm install` from a git address builds the command line, and it works. */

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { suite, test } from 'node:test';

import { CommandFailed, npm } from '../environment/command.mjs';
import { folderWith } from '../support/folder.ts';
import { project, revisionFile } from '../support/revision.ts';
import { repository } from './repository.ts';
import { node } from './unpacked.ts';

suite('installed from git', () => {
  test('the command line finds what is broken, and knows its rules', async (t) => {
    const { bare } = await repository();
    const broken = revisionFile({
      id: '0002',
      down: '0001',
      upgrade: 'op.add_column("users", sa.Column("age", sa.Integer(), nullable=False))',
      downgrade: 'op.drop_column("users", "age")',
    });
    const folder = await folderWith(t, {
      ...project({ 'alembic/versions/0002_age.py': broken }),
      'package.json': '{ "private": true }',
    });
    await npm(['install', '--no-audit', '--no-fund', `git+file://${bare}`], { cwd: folder, node });
    const installed = path.join(folder, 'node_modules/alembic-guard');
    assert.deepEqual(readdirSync(installed).sort(), [
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'docs',
      'package.json',
      'server',
    ]);
    const npx = (...args: string[]) => npm(['exec', '--no', '--', 'alembic-guard', ...args], { cwd: folder, node });
    await assert.rejects(npx('lint'), (error) => {
      assert.ok(error instanceof CommandFailed);
      assert.equal(error.code, 1);
      assert.match(error.output, /error {2}add-column-not-null-no-default {2}alembic\/versions\/0002_age\.py:\d+:\d+/);
      return true;
    });
    assert.match(await npx('rules', 'drop-table'), /^# drop-table/);
  });
});
