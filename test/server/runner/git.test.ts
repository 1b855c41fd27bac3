/** What git answers about the revisions of a branch, asked of real repositories. */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, realpath, rm } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { suite, test } from 'node:test';

import type { BaseFiles } from '../../../server/src/core/history/base.ts';
import { type BranchAnswer, mainBranch, readBranch } from '../../../server/src/runner/git.ts';
import { folderWith, writeFiles } from '../../support/folder.ts';
import { repositoryAt, repositoryWith } from '../../support/repository.ts';

const versions = 'backend/alembic/versions';
const first = { [`${versions}/0001_é.py`]: 'revision = "0001"\n', [`${versions}/notes.txt`]: 'no revision\n' };
const second = { [`${versions}/0002.py`]: 'revision = "0002"\n' };

function where(folder: string, recursive = false) {
  return { root: path.join(folder, 'backend'), versionLocations: [path.join(folder, versions)], recursive };
}

function base(answer: BranchAnswer): BaseFiles {
  assert.ok('base' in answer, JSON.stringify(answer));
  return answer.base;
}

function names(files: BaseFiles['now'] | undefined): readonly string[] | undefined {
  return files?.map((file) => path.basename(file.path));
}

suite('the revisions of a branch', () => {
  test('as they are now and as they were where the work forked off', async (t) => {
    const { folder, git, commit } = await repositoryWith(t, { ...first, 'other.py': '' });
    git('switch', '--quiet', '--create', 'work');
    await commit({ [`${versions}/0003.py`]: 'revision = "0003"\n' });
    git('switch', '--quiet', 'main');
    await commit(second);
    git('switch', '--quiet', 'work');
    const found = base(await readBranch('main', where(folder)));
    assert.deepEqual(names(found.now), ['0001_é.py', '0002.py']);
    assert.deepEqual(names(found.fork), ['0001_é.py']);
    assert.equal(found.now[1]?.text, 'revision = "0002"\n');
    assert.equal(found.now[1]?.path, path.join(folder, versions, '0002.py'));
    assert.equal(git('status', '--porcelain'), '');
  });

  test('from a worktree, and with variables of a hook around it', async (t) => {
    const main = await repositoryWith(t, first);
    const folder = path.join(await realpath(await folderWith(t, {})), 'tree');
    main.git('worktree', 'add', '--quiet', folder, '-b', 'work');
    await repositoryAt(folder).commit(second);
    process.env['GIT_DIR'] = '/nowhere';
    t.after(() => {
      delete process.env['GIT_DIR'];
    });
    assert.deepEqual(names(base(await readBranch('main', where(folder))).now), ['0001_é.py']);
    assert.deepEqual(names(base(await readBranch('work', where(main.folder))).now), ['0001_é.py', '0002.py']);
  });

  test('folders inside the version folder count where the project says so', async (t) => {
    const { folder } = await repositoryWith(t, { ...first, [`${versions}/old/0000.py`]: '' });
    assert.deepEqual(names(base(await readBranch('HEAD', where(folder))).now), ['0001_é.py']);
    assert.deepEqual(names(base(await readBranch('HEAD', where(folder, true))).now), ['0001_é.py', '0000.py']);
  });

  test('also when the work has no such folder any more', async (t) => {
    const { folder } = await repositoryWith(t, first);
    await rm(path.join(folder, versions), { recursive: true });
    await mkdir(path.join(folder, 'backend'), { recursive: true });
    assert.deepEqual(names(base(await readBranch('main', where(folder))).now), ['0001_é.py']);
  });

  test('nothing that the repository configures is run', async (t) => {
    const { folder, git } = await repositoryWith(t, first);
    const trap = `touch ${path.join(folder, 'trapped')}`;
    for (const key of ['core.fsmonitor', 'core.pager', 'core.sshCommand', 'alias.rev-parse', 'diff.external'])
      git('config', key, key.startsWith('alias') ? `!${trap}` : trap);
    base(await readBranch('main', where(folder)));
    assert.doesNotMatch(execFileSync('ls', [folder], { encoding: 'utf8' }), /trapped/);
  });

  test('the main branch is found by its usual names, the remote one first', async (t) => {
    const origin = await repositoryWith(t, first);
    assert.equal(await mainBranch(where(origin.folder)), 'main');
    const clone = await folderWith(t, {});
    origin.git('clone', '--quiet', origin.folder, clone);
    assert.equal(await mainBranch(where(clone)), 'origin/main');
    const bare = await folderWith(t, first);
    assert.equal(await mainBranch(where(bare)), undefined);
  });
});

suite('what is said where there is no answer', () => {
  test('no repository, no such ref, an option in place of a ref', async (t) => {
    const plain = await folderWith(t, first);
    const none = await readBranch('main', where(plain));
    assert.ok('problem' in none && none.code === 'no-repository');
    assert.match(none.problem, /is in no git repository/);
    const { folder } = await repositoryWith(t, first);
    for (const ref of ['nonsense', '--all', 'main:', '']) {
      const answer = await readBranch(ref, where(folder));
      assert.ok('problem' in answer && answer.code === 'unknown-ref', ref);
      assert.match(answer.problem, /has no branch, tag or commit/);
    }
  });

  test('git is not installed', async (t) => {
    const { folder } = await repositoryWith(t, first);
    const former = process.env['PATH'];
    process.env['PATH'] = folder;
    t.after(() => {
      process.env['PATH'] = former;
    });
    const answer = await readBranch('main', where(folder));
    assert.ok('problem' in answer && answer.code === 'no-git');
    assert.match(answer.problem, /Git was not found/);
  });

  test('a shallow clone lacks the ref, or the place where the work forked off', async (t) => {
    const origin = await repositoryWith(t, first);
    origin.git('switch', '--quiet', '--create', 'work');
    await origin.commit({ [`${versions}/0003.py`]: '' });
    origin.git('switch', '--quiet', 'main');
    await origin.commit(second);
    const clone = await folderWith(t, {});
    origin.git('clone', '--quiet', '--depth=1', '--branch=work', `file://${origin.folder}`, clone);
    const lacking = await readBranch('origin/main', where(clone));
    assert.ok('problem' in lacking);
    assert.match(lacking.problem, /is shallow and has no origin\/main. Fetch it first: git fetch origin main/);
    repositoryAt(clone).git('fetch', '--quiet', '--depth=1', 'origin', 'main:refs/remotes/origin/main');
    const answer = await readBranch('origin/main', where(clone));
    assert.deepEqual(names(base(answer).now), ['0001_é.py', '0002.py']);
    assert.equal(base(answer).fork, undefined);
    assert.match(('note' in answer && answer.note) || '', /no common ancestor here.*--unshallow/);
  });

  test('a repository without a commit', async (t) => {
    const folder = await folderWith(t, {});
    repositoryAt(folder).git('init', '--quiet');
    await writeFiles(folder, first);
    const answer = await readBranch('main', where(folder));
    assert.ok('problem' in answer && answer.code === 'unknown-ref');
  });
});
