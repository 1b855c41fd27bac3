/** The SQL preview where Alembic can't be run: read from the file, and said so. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { PreviewSqlData, RunnerData } from '../../../server/src/protocol/messages.ts';
import { openEditor } from '../../support/lsp.ts';
import { project } from '../../support/revision.ts';

const untrusted: RunnerData = {
  trusted: false,
  workspaceFolder: '/',
  interpreter: [],
  selectedInterpreter: [],
  command: [],
  env: {},
  envFile: undefined,
  xArguments: [],
  databaseUrl: undefined,
};

test('in an untrusted workspace the SQL is read from the file', async (t) => {
  const editor = await openEditor(project({}));
  t.after(() => editor.end());
  const [found] = await editor.connection.sendRequest<{ id: string }[]>('alembicGuard/projects');
  assert.ok(found);
  const preview = (revision: string) =>
    editor.connection.sendRequest<PreviewSqlData>('alembicGuard/previewSql', {
      project: found.id,
      revision,
      direction: 'upgrade',
      runner: untrusted,
    });
  const { text, failure } = await preview('0001');
  assert.equal(failure, undefined);
  assert.match(
    text,
    /^-- Upgrade base -> 0001\n-- users\n-- Read from the file for .*, without running Alembic\. Every statement is what Alembic sends\./,
  );
  assert.match(text, /-- Alembic could not print it: This workspace is not trusted/);
  assert.match(text, /CREATE TABLE users \(/);
  assert.equal((await preview('nowhere')).failure?.code, 'unknown-revision');
});
