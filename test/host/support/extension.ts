/** The installed extension as tests inside VS Code see it, and waiting for what must come. */

import assert from 'node:assert/strict';

import pg from 'pg';
import * as vscode from 'vscode';

import type { Api } from '../../../client/src/api.ts';

/** Activated, and the projects read. */
export async function activated(): Promise<Api> {
  const extension = vscode.extensions.getExtension<Api>('alembic-guard.alembic-guard');
  assert.ok(extension);
  const api = await extension.activate();
  await api.ready();
  return api;
}

/** The only file of that pattern. */
export async function fileNamed(pattern: string): Promise<vscode.Uri> {
  const [file, ...others] = await vscode.workspace.findFiles(pattern);
  assert.ok(file, pattern);
  assert.deepEqual(others, []);
  return file;
}

export async function until(reached: () => boolean, what: string): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!reached()) {
    assert.ok(Date.now() < deadline, `${what} did not come`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Resolves with the diagnostics of ours once they are as wanted; waits for VS Code's events. */
export function diagnostics(
  uri: vscode.Uri,
  wanted: (shown: readonly vscode.Diagnostic[]) => boolean,
): Promise<readonly vscode.Diagnostic[]> {
  const ours = () => vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'alembic-guard');
  return new Promise((resolve, reject) => {
    const look = () => {
      if (!wanted(ours())) return;
      listener.dispose();
      clearTimeout(timer);
      resolve(ours());
    };
    const listener = vscode.languages.onDidChangeDiagnostics(look);
    const timer = setTimeout(() => {
      listener.dispose();
      reject(new Error(`These diagnostics stayed: ${ours().map(codeOf).join(', ') || 'none'}`));
    }, 30_000);
    look();
  });
}

/** The name of the rule. */
export function codeOf(diagnostic: vscode.Diagnostic | undefined): string {
  const code = diagnostic?.code;
  return String(typeof code === 'object' ? code.value : code);
}

/** Puts a text in the place of another one, in the editor only. */
export async function replace(document: vscode.TextDocument, what: string | RegExp, text: string): Promise<void> {
  const whole = new vscode.Range(document.positionAt(0), document.positionAt(document.getText().length));
  const changed = document.getText().replace(what, text);
  assert.notEqual(changed, document.getText());
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, whole, changed);
  await vscode.workspace.applyEdit(edit);
}

/** Of the settings that the suite has written for the folder, without SQLAlchemy's driver. */
export function databaseUrl(scope?: vscode.Uri): string {
  const env = vscode.workspace.getConfiguration('alembicGuard', scope).get<Record<string, string>>('env');
  return (env?.['DATABASE_URL'] ?? '').replace(/^postgresql\+\w+:/, 'postgresql:');
}

/** Runs one statement on a database and answers the values of its first column. */
export async function column(connectionString: string, sql: string): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const { rows } = await client.query<unknown[]>({ text: sql, rowMode: 'array' });
    return rows.map(([value]) => value);
  } finally {
    await client.end();
  }
}
