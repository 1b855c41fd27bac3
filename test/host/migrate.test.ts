/** The Revisions view, SQL previews, and an upgrade and downgrade of a real database, inside VS Code. */

import assert from 'node:assert/strict';

import { before, describe, it } from 'mocha';
import pg from 'pg';
import * as vscode from 'vscode';

import type { Api } from '../../client/src/api.ts';
import type { Answer, Question } from '../../client/src/run/confirm.ts';
import { commands } from '../../server/src/protocol/commands.ts';

const applied = '0008';
const next = '0009';

let api: Api;
let project: string;

before(async () => {
  const extension = vscode.extensions.getExtension<Api>('alembic-guard.alembic-guard');
  assert.ok(extension);
  api = await extension.activate();
  await api.ready();
  const [first] = api.snapshot();
  assert.ok(first);
  project = first.id;
});

describe('activation', () => {
  it('tells how long it took', () => {
    console.log(`  activation: ${api.activationMilliseconds.toFixed(1)} ms`);
    assert.ok(api.activationMilliseconds > 0);
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
        new RegExp(`^-- ${direction === 'upgrade' ? 'Upgrade' : 'Downgrade'} of .*: ${next} `),
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

  it('follows the file when that is saved, and says why when there is no SQL', async () => {
    const preview = await vscode.workspace.openTextDocument(api.previewUri(project, next, 'upgrade'));
    await vscode.window.showTextDocument(preview);
    const migration = await vscode.workspace.openTextDocument(await fileOf(next));
    const before = migration.getText();
    const changed = before.replace(/(def upgrade\(\).*:\n)/, '$1    op.execute("SELECT 42 AS answer")\n');
    assert.notEqual(changed, before);
    await replace(migration, changed);
    await until(() => /42\s+AS\s+answer/.test(preview.getText()), 'the new SQL');
    await replace(migration, before.replace(/(def upgrade\(\).*:\n)/, '$1    raise RuntimeError("not today")\n'));
    await until(() => /cannot be shown[\s\S]*not today/.test(preview.getText()), 'the reason');
    assert.ok(
      preview
        .getText()
        .split('\n')
        .every((line) => line === '' || line.startsWith('--')),
    );
    await replace(migration, before);
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
  });

  it('there is nothing to ask when nothing would run', async () => {
    const count = asked.length;
    assert.equal(await api.migrate(project, 'upgrade', applied, answering('run')), undefined);
    assert.equal(asked.length, count);
  });
});

function stateOf(id: string): string | undefined {
  return api.snapshot()[0]?.revisions.find((revision) => revision.id === id)?.state;
}

async function fileOf(id: string): Promise<vscode.Uri> {
  const [file] = await vscode.workspace.findFiles(`**/versions/${id}_*.py`);
  assert.ok(file, id);
  return file;
}

/** Of the settings that the suite has written for this workspace, without SQLAlchemy's driver. */
function databaseUrl(): string {
  const env = vscode.workspace.getConfiguration('alembicGuard').get<Record<string, string>>('env');
  return (env?.['DATABASE_URL'] ?? '').replace(/^postgresql\+\w+:/, 'postgresql:');
}

async function versionRows(): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: databaseUrl() });
  await client.connect();
  try {
    const { rows } = await client.query<{ version_num: string }>('SELECT version_num FROM alembic_version ORDER BY 1');
    return rows.map(({ version_num }) => version_num);
  } finally {
    await client.end();
  }
}

async function replace(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  const whole = new vscode.Range(document.positionAt(0), document.positionAt(document.getText().length));
  edit.replace(document.uri, whole, text);
  await vscode.workspace.applyEdit(edit);
  await document.save();
}

async function until(reached: () => boolean, what: string): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!reached()) {
    assert.ok(Date.now() < deadline, `${what} did not come`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
