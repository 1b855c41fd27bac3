/** What the editor shows of closed files: findings of what the base branch lacks. */

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { suite, type TestContext, test } from 'node:test';

import { openEditor } from '../../support/lsp.ts';
import { repositoryAt } from '../../support/repository.ts';
import { project, revisionFile } from '../../support/revision.ts';

const versions = 'alembic/versions';
const old = `${versions}/0002_age.py`;
const fresh = `${versions}/0003_size.py`;
const dangerous = (id: string, down: string, column: string) =>
  revisionFile({
    id,
    down,
    upgrade: `op.add_column("users", sa.Column("${column}", sa.Integer(), nullable=False))`,
    downgrade: `op.drop_column("users", "${column}")`,
  });
const files = project({ [old]: dangerous('0002', '0001', 'age') });
const added = dangerous('0003', '0002', 'size');

/** A repository with two revisions on main, and a third that is not committed. */
async function prepare(folder: string): Promise<void> {
  const repository = repositoryAt(folder);
  repository.git('init', '--quiet', '--initial-branch=main');
  await repository.commit({});
  await writeFile(path.join(folder, fresh), added);
}

async function editorWith(t: TestContext, settings: unknown, options: Parameters<typeof openEditor>[2]) {
  const editor = await openEditor(files, settings, options);
  t.after(() => editor.end());
  return editor;
}

const rule = 'add-column-not-null-no-default';

suite('closed files', () => {
  test('show findings for what the usual main branch lacks, and none for the rest', async (t) => {
    const editor = await editorWith(t, {}, { prepare });
    const [found] = await editor.diagnostics(fresh);
    assert.equal(found?.code, rule);
    assert.equal(editor.last(old), undefined);
    await editor.open(old, files[old] ?? '');
    assert.equal((await editor.diagnostics(old))[0]?.code, rule);
    await editor.closeFile(old);
    await editor.diagnostics(old, (all) => all.length === 0);
  });

  test('lose them when their revision has come to the base branch', async (t) => {
    const editor = await editorWith(t, {}, { prepare });
    await editor.diagnostics(fresh);
    await repositoryAt(editor.folder).commit({});
    await editor.touched(fresh);
    await editor.diagnostics(fresh, (all) => all.length === 0);
  });

  test('show all without git', async (t) => {
    const editor = await editorWith(t, {}, {});
    assert.equal((await editor.diagnostics(old))[0]?.code, rule);
  });

  test('of a workspace that is not trusted show all, since no program is run there, until it is', async (t) => {
    const editor = await editorWith(t, {}, { prepare, trusted: false });
    assert.equal((await editor.diagnostics(old))[0]?.code, rule);
    await editor.connection.sendNotification('alembicGuard/trusted');
    await editor.diagnostics(old, (all) => all.length === 0);
    assert.equal((await editor.diagnostics(fresh))[0]?.code, rule);
  });

  test('follow the setting baseRef, of which it is told when there is no such branch', async (t) => {
    const withBranch = async (folder: string) => {
      await prepare(folder);
      const repository = repositoryAt(folder);
      await repository.commit({});
      repository.git('branch', 'release', 'HEAD~1');
    };
    const editor = await editorWith(t, { baseRef: 'release' }, { prepare: withBranch });
    assert.equal((await editor.diagnostics(fresh))[0]?.code, rule);
    const lost = await editorWith(t, { baseRef: 'nonsense' }, { prepare });
    const [problem] = await lost.diagnostics('alembic.ini');
    assert.match(String(problem?.message), /has no branch, tag or commit nonsense/);
  });
});

suite('revisions that the base branch has', () => {
  test('an edit is marked while one types, and a comment is none', async (t) => {
    const editor = await editorWith(t, {}, { prepare });
    const text = files[old] ?? '';
    await editor.open(old, text.replace('sa.Integer()', 'sa.BigInteger()'));
    await editor.diagnostics(old, (all) => all.some(({ code }) => code === 'applied-revision-edited'));
    await editor.change(old, text.replace('    op.add', '    # why\n    op.add'));
    await editor.diagnostics(old, (all) => all.length === 1 && all[0]?.code === rule);
  });

  test('what the baseline knows is not shown', async (t) => {
    const baseline = { schemaVersion: 1, findings: {} };
    const known = async (folder: string) => {
      await writeFile(path.join(folder, 'known.json'), JSON.stringify(baseline));
    };
    const editor = await editorWith(t, { baseline: 'known.json' }, { prepare: known });
    assert.equal((await editor.diagnostics(old))[0]?.code, rule);
  });
});
