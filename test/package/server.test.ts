/** The packaged language server links each finding to a page that lies in the package. */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { suite, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';

import {
  createProtocolConnection,
  type Diagnostic,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';

import { folderWith } from '../support/folder.ts';
import { project, revisionFile } from '../support/revision.ts';
import { node, unpack } from './unpacked.ts';

const name = 'alembic/versions/0002_age.py';
const text = revisionFile({
  id: '0002',
  down: '0001',
  upgrade: 'op.add_column("users", sa.Column("age", sa.Integer(), nullable=False))',
  downgrade: 'op.drop_column("users", "age")',
});

suite('the language server', () => {
  test('links to the packaged page of the rule', async (t) => {
    const extension = await unpack();
    const folder = await folderWith(t, project({ [name]: text }));
    const server = spawn(node, [path.join(extension, 'server/dist/server.cjs'), '--stdio'], { stdio: 'pipe' });
    const connection = createProtocolConnection(
      new StreamMessageReader(server.stdout),
      new StreamMessageWriter(server.stdin),
    );
    t.after(() => {
      connection.dispose();
      server.kill();
    });
    const uri = pathToFileURL(path.join(folder, name)).href;
    const told = new Promise<readonly Diagnostic[]>((resolve) => {
      connection.onNotification(
        'textDocument/publishDiagnostics',
        (params: { uri: string; diagnostics: Diagnostic[] }) => {
          if (params.uri === uri && params.diagnostics.length > 0) resolve(params.diagnostics);
        },
      );
    });
    connection.onRequest('client/registerCapability', () => null);
    connection.listen();
    await connection.sendRequest('initialize', {
      processId: null,
      rootUri: null,
      capabilities: {},
      workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'shop' }],
    });
    await connection.sendNotification('initialized', {});
    await connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'python', version: 0, text },
    });
    for (const { code, codeDescription } of await told) {
      const page = fileURLToPath(codeDescription?.href ?? '');
      assert.equal(page, path.join(extension, 'docs/rules', `${code}.md`));
      assert.match(await readFile(page, 'utf8'), new RegExp(`^# ${code}\\n`));
    }
  });
});
