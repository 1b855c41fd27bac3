/** The package that a person installs is one that VS Code accepts. */

import assert from 'node:assert/strict';

import { describe, it } from 'mocha';
import * as vscode from 'vscode';

describe('the extension', () => {
  it('is installed from the package', () => {
    const extension = vscode.extensions.getExtension('alembic-guard.alembic-guard');
    assert.ok(extension);
    assert.match(extension.extensionPath, /alembic-guard\.alembic-guard-/);
  });

  it('activates', async () => {
    const extension = vscode.extensions.getExtension('alembic-guard.alembic-guard');
    await extension?.activate();
    assert.equal(extension?.isActive, true);
  });
});
