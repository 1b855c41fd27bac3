/** The Revisions view, SQL previews, and an upgrade and downgrade of a real database, inside VS Code. */

import assert from 'node:assert/strict';
import path from 'node:path';

import { before, describe, it } from 'mocha';
import * as vscode from 'vscode';

import type { Api } from '../../../client/src/api.ts';
import type { Answer, Question } from '../../../client/src/run/confirm.ts';
import { commands } from '../../../server/src/protocol/commands.ts';
import { activated, column, databaseUrl, fileNamed, replace, until } from '../support/extension.ts';

const applied = '0008';
const next = '0009';

let api: Api;
let project: string;

before(async () => {
  api = await activated();
  const [first] = api.snapshot();
  assert.ok(first);
  project = first.id;
});

describe('activation', () => {
  it('tells how long it took', () => {
    const loading = loadingMilliseconds();
    console.log(`  activation: ${api.activationMilliseconds.toFixed(1)} ms, after loading: ${loading.toFixed(1)} ms`);
    assert.ok(api.activationMilliseconds > 0 && loading > 0);
  });

  it('has registered every command', async () => {
    const known = new Set(await vscode.commands.getCommands(true));
    for (const command of Object.values(commands)) assert.ok(known.has(command), command);
  });
});

describe('the Revisions view', () => {
  it('shows one project with its revisions, newest first', () => {
    const [shown, ...others] = api.snapshot();
    assert.deepEqual(others, []);
    const ids = shown?.revisions.map(({ id }) => id) ?? [];
    assert.ok(ids.includes(applied) && ids.includes(next));
    assert.deepEqual(ids, [...ids].sort().reverse());
    const first = shown?.revisions.at(-1);
    assert.match(first?.item.description ?? '', /0001 · \d{4}-\d{2}-\d{2}$/);
  });

  it('does not claim to know a database that nobody has asked for', () => {
    const [shown] = api.snapshot();
    assert.equal(shown?.item.description, 'database not read');
    assert.ok(shown?.revisions.every(({ state }) => state === 'unknown'));
  });

  it('shows after Refresh what is applied, current and pending', async () => {
    await vscode.commands.executeCommand(commands.refresh);
    assert.deepEqual(stateOf(applied), 'current');
    assert.deepEqual(stateOf('0001'), 'applied');
    assert.deepEqual(stateOf(next), 'pending');
    const newest = api.snapshot()[0]?.revisions[0];
    assert.match(newest?.item.description ?? '', /head, pending/);
  });

  it('shows a revision that appears on disk, and forgets it when it goes', async () => {
    const versions = vscode.Uri.joinPath(await fileOf(applied), '..');
    const file = vscode.Uri.joinPath(versions, '9999_appeared.py');
    const head = api.snapshot()[0]?.revisions[0]?.id;
    const text = `"""appeared"""\nrevision = "9999"\ndown_revision = "${head}"\n\n\ndef upgrade():\n    pass\n\n\ndef downgrade():\n    pass\n`;
    await vscode.workspace.fs.writeFile(file, Buffer.from(text));
    await until(() => stateOf('9999') === 'pending', 'the new revision');
    await vscode.workspace.fs.delete(file);
    await until(() => stateOf('9999') === undefined, 'its end');
  });
});

describe('the SQL preview', () => {
  it('is a read-only document with the SQL of one revision, in either direction', async () => {
    for (const direction of ['upgrade', 'downgrade'] as const) {
      const document = await vscode.workspace.openTextDocument(api.previewUri(project, next, direction));
      assert.equal(document.languageId, 'sql');
      assert.equal(document.isUntitled, false);
      assert.match(
        document.getText(),
        new RegExp(`^-- ${direction === 'upgrade' ? 'Upgrade' : 'Downgrade'} .*\\b${next}\\b`),
      );
      assert.match(document.getText(), new RegExp(`-- Running ${direction} [\\s\\S]*COMMIT;`));
      assert.doesNotMatch(document.getText(), /cannot be shown/);
    }
  });

  it('is opened by its command from the migration being edited', async () => {
    await vscode.window.showTextDocument(await fileOf(next));
    await vscode.commands.executeCommand(commands.previewUpgrade);
    await until(() => vscode.window.activeTextEditor?.document.uri.scheme === 'alembic-guard-sql', 'the preview');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('follows the file when that is saved, and says why Alembic could not print it', async () => {
    const preview = await vscode.workspace.openTextDocument(api.previewUri(project, next, 'upgrade'));
    await vscode.window.showTextDocument(preview);
    const migration = await vscode.workspace.openTextDocument(await fileOf(next));
    const before = migration.getText();
    await replace(migration, /(def upgrade\(\).*:\n)/, '$1    op.execute("SELECT 42 AS answer")\n');
    await migration.save();
    await until(() => /42\s+AS\s+answer/.test(preview.getText()), 'the new SQL');
    await replace(migration, /op\.execute\("SELECT 42 AS answer"\)/, 'raise RuntimeError("not today")');
    await migration.save();
    await until(() => /could not print it[\s\S]*not today/.test(preview.getText()), 'the reason');
    await replace(migration, /[\s\S]+/, before);
    await migration.save();
    await until(() => /COMMIT;/.test(preview.getText()) && !/42/.test(preview.getText()), 'the old SQL');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
});

describe('upgrade and downgrade', () => {
  const asked: Question[] = [];
  const answering = (answer: Answer) => async (question: Question) => {
    asked.push(question);
    return answer;
  };

  it('ask first, and a no runs nothing', async () => {
    assert.equal(await api.migrate(project, 'upgrade', next, answering(undefined)), undefined);
    const question = asked.at(-1);
    const { hostname, port, pathname, password } = new URL(databaseUrl());
    assert.equal(question?.target.label, `${hostname}:${port}${pathname}`);
    assert.ok(!JSON.stringify(question).includes(password));
    assert.deepEqual(question?.rows, [applied]);
    assert.deepEqual(
      question?.revisions.map(({ id }) => id),
      [next],
    );
    assert.deepEqual(await versionRows(), [applied]);
  });

  it('upgrade: the database stands at the new revision, and the tree shows it', async () => {
    const data = await api.migrate(project, 'upgrade', '+1', answering('run'));
    assert.equal(data?.outcome, 'succeeded', JSON.stringify(data));
    assert.deepEqual(await versionRows(), [next]);
    assert.deepEqual([stateOf(next), stateOf(applied)], ['current', 'applied']);
    assert.ok(data?.state?.kind === 'known' && data.state.via === 'postgresql');
    assert.deepEqual(await column(databaseUrl(), "SELECT to_regclass('notas_credito')::text"), ['notas_credito']);
  });

  it('downgrade: back where it was', async () => {
    const data = await api.migrate(project, 'downgrade', applied, answering('run'));
    assert.equal(data?.outcome, 'succeeded', JSON.stringify(data));
    assert.deepEqual(
      asked.at(-1)?.revisions.map(({ id }) => id),
      [next],
    );
    assert.deepEqual(await versionRows(), [applied]);
    assert.deepEqual([stateOf(next), stateOf(applied)], ['pending', 'current']);
    assert.deepEqual(await column(databaseUrl(), "SELECT to_regclass('notas_credito')::text"), [null]);
  });

  it('a revision that PostgreSQL refuses: named with the server’s words, and nothing has changed', async () => {
    const data = await api.migrate(project, 'upgrade', 'head', answering('run'));
    assert.equal(data?.outcome, 'failed');
    assert.match(data.failure?.message ?? '', /^Revision 0012 failed: .*"codigo_municipio".* contains null values\.$/);
    assert.deepEqual(await versionRows(), [applied]);
    assert.deepEqual([stateOf(next), stateOf(applied)], ['pending', 'current']);
  });

  it('there is nothing to ask when nothing would run', async () => {
    const count = asked.length;
    assert.equal(await api.migrate(project, 'upgrade', applied, answering('run')), undefined);
    assert.equal(asked.length, count);
  });
});

/** Of the extension's code, once more and as if for the first time. */
function loadingMilliseconds(): number {
  const extension = vscode.extensions.getExtension('alembic-guard.alembic-guard');
  const file = require.resolve(path.join(extension?.extensionPath ?? '', extension?.packageJSON.main));
  const loaded = require.cache[file];
  delete require.cache[file];
  const began = performance.now();
  require(file);
  const took = performance.now() - began;
  require.cache[file] = loaded;
  return took;
}

function stateOf(id: string): string | undefined {
  return api.snapshot()[0]?.revisions.find((revision) => revision.id === id)?.state;
}

function fileOf(id: string): Promise<vscode.Uri> {
  return fileNamed(`**/versions/${id}_*.py`);
}

function versionRows(): Promise<readonly unknown[]> {
  return column(databaseUrl(), 'SELECT version_num FROM alembic_version ORDER BY 1');
}
