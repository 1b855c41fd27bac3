/** What starts the extension, and what does not. */

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { URI } from 'vscode-uri';

import { mayBelongToProject, mayHoldProject } from '../../client/src/detect.ts';

let root: string;

before(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'ag-detect-'));
});
after(() => rm(root, { recursive: true }));

async function folder(name: string, ...files: readonly string[]): Promise<string> {
  const made = path.join(root, name);
  await mkdir(made, { recursive: true });
  for (const file of files) {
    await mkdir(path.dirname(path.join(made, file)), { recursive: true });
    await writeFile(path.join(made, file), '');
  }
  return made;
}

const found = async (name: string, ...files: readonly string[]) =>
  (await mayHoldProject([{ uri: URI.file(await folder(name, ...files)) }])) !== undefined;

test('an alembic.ini up to two folders down', async () => {
  assert.ok(await found('a', 'alembic.ini'));
  assert.ok(await found('b', 'services/shop/alembic.ini'));
  assert.ok(!(await found('c', 'one/two/three/alembic.ini')));
});

test('an env.py beside versions, without any configuration', async () => {
  assert.ok(await found('d', 'migrations/env.py', 'migrations/versions/a.py'));
  assert.ok(!(await found('e', 'migrations/env.py')));
});

test('nothing in installed packages, hidden folders and ordinary code', async () => {
  assert.ok(!(await found('f', 'node_modules/x/alembic.ini', '.tox/alembic.ini', 'venv/alembic.ini', 'app/main.py')));
});

test('a folder that cannot be read, or that is no file at all, is passed over', async () => {
  assert.equal(await mayHoldProject([{ uri: URI.file(path.join(root, 'gone')) }]), undefined);
  assert.equal(await mayHoldProject([{ uri: URI.parse('vscode-vfs://github/x/y') }]), undefined);
});

function document(file: string, text: string, languageId = 'python', scheme = 'file') {
  return { uri: URI.from({ scheme, path: file }), languageId, getText: () => text };
}

const header = '"""x"""\nfrom alembic import op\n\nrevision: str = "a"\ndown_revision: str | None = None\n';

test('a Python file with the variables of a revision', async () => {
  assert.ok(await mayBelongToProject(document('/nowhere/a.py', header)));
  assert.ok(!(await mayBelongToProject(document('/nowhere/a.py', 'revision = "a"\n'))));
  assert.ok(!(await mayBelongToProject(document('/nowhere/a.txt', header, 'plaintext'))));
  assert.ok(!(await mayBelongToProject(document('/nowhere/a.py', header, 'python', 'vscode-vfs'))));
});

test('a Python file at or below an alembic.ini, however deep', async () => {
  const place = await folder('g', 'alembic.ini', 'a/b/c/d/e/main.py');
  assert.ok(await mayBelongToProject(document(path.join(place, 'a/b/c/d/e/main.py'), '')));
});
