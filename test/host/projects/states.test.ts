/** Several projects in one window: each has its own database, and what is wrong with one is no other's business. */

import assert from 'node:assert/strict';

import { before, describe, it } from 'mocha';
import * as vscode from 'vscode';

import type { Api } from '../../../client/src/api.ts';
import { commands } from '../../../server/src/protocol/commands.ts';
import { activated, column, databaseUrl, until } from '../support/extension.ts';

let api: Api;

before(async () => {
  api = await activated();
  await vscode.commands.executeCommand(commands.refresh);
});

describe('five projects in one window', () => {
  it('each is in the tree, with names that tell them apart', () => {
    const labels = api.snapshot().map(({ item }) => item.label);
    assert.equal(labels.length, 5);
    assert.equal(new Set(labels).size, 5, labels.join());
    assert.ok(labels.includes('facturacion/backend') && labels.includes('boneca'), labels.join());
  });

  it('each reads its own database', () => {
    assert.match(of('facturacion').item.description, /^4 pending · .*\/host_facturacion$/);
    assert.match(of('boneca').item.description, /^4 pending · .*\/host_boneca$/);
  });

  it('each is checked with the settings of its own folder', async () => {
    const spoken = (name: string, id: string) => of(name).revisions.find((one) => one.id === id)?.item.spoken ?? '';
    await until(() => / no findings$/.test(spoken('boneca', '6e52b0c9f748')), 'the count without drop-table');
    await until(() => / 1 finding \(1 error\)$/.test(spoken('facturacion', '0012')), 'the count of the other project');
  });

  it('a wrong password, a server that does not answer and a missing Alembic are told in the tree', () => {
    for (const [name, cause] of [
      ['kontali', /^database unknown · The server does not accept the password of the user "postgres"/],
      ['fastvue', /^database unknown · Nothing answers at 127\.0\.0\.1:1: the connection was refused\.$/],
      ['siiapi', /^database unknown · Alembic is not installed in /],
    ] as const) {
      const { item, revisions } = of(name);
      assert.match(item.description, cause);
      assert.equal(item.icon, 'warning');
      assert.ok(revisions.length > 5 && revisions.every(({ state }) => state === 'unknown'));
    }
  });

  it('where the database cannot be read nothing is asked and nothing is run', async () => {
    for (const name of ['kontali', 'fastvue', 'siiapi'])
      assert.equal(
        await api.migrate(of(name).id, 'upgrade', 'head', () => Promise.reject(new Error('There is nothing to ask.'))),
        undefined,
      );
  });

  it('an upgrade of one leaves the others as they are', async () => {
    const data = await api.migrate(of('facturacion').id, 'upgrade', '+1', async () => 'run');
    assert.equal(data?.outcome, 'succeeded', JSON.stringify(data));
    const url = databaseUrl(folderOf('facturacion'));
    assert.deepEqual(await column(url, 'SELECT version_num FROM alembic_version'), ['0009']);
    assert.match(of('facturacion').item.description, /^3 pending/);
    assert.match(of('boneca').item.description, /^4 pending/);
    assert.match(of('kontali').item.description, /^database unknown/);
  });
});

function of(name: string) {
  const found = api.snapshot().find(({ id }) => id.startsWith(`${folderOf(name).fsPath}/`));
  assert.ok(found, name);
  return found;
}

function folderOf(wanted: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.find(({ name }) => name === wanted);
  assert.ok(folder, wanted);
  return folder.uri;
}
