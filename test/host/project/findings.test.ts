/** A migration being edited: diagnostics as one types, quick fixes, hover and definition, inside VS Code. */

import assert from 'node:assert/strict';

import { afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';

import { activated, codeOf, diagnostics, fileNamed, replace, until } from '../support/extension.ts';

const rule = 'add-column-not-null-no-default';
const none = (shown: readonly vscode.Diagnostic[]) => shown.length === 0;
const some = (shown: readonly vscode.Diagnostic[]) => shown.length > 0;

let document: vscode.TextDocument;
let asOnDisk: string;

before(async () => {
  await activated();
});

describe('a migration being edited', () => {
  before(async () => {
    document = await vscode.workspace.openTextDocument(await fileNamed('**/versions/0012_*.py'));
    await vscode.window.showTextDocument(document);
    asOnDisk = document.getText();
    await diagnostics(document.uri, some);
  });

  afterEach(async () => {
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await until(() => document.getText() === asOnDisk, 'the text as it was');
    await diagnostics(document.uri, (shown) => shown.length === 1 && codeOf(shown[0]) === rule);
  });

  it('has its finding at the argument, with the rule’s page of the package', () => {
    const [found, ...others] = vscode.languages.getDiagnostics(document.uri);
    assert.deepEqual(others, []);
    assert.ok(found && typeof found.code === 'object');
    assert.deepEqual([found.source, found.code.value], ['alembic-guard', rule]);
    assert.equal(found.severity, vscode.DiagnosticSeverity.Error);
    assert.equal(document.getText(found.range), 'nullable=False');
    assert.match(found.code.target.path, /alembic-guard\.alembic-guard-[^/]+\/docs\/rules\/add-column-[\w-]+\.md$/);
  });

  it('the finding goes and comes while one types', async () => {
    const times: number[] = [];
    for (let round = 0; round < 5; round++) {
      const shown = diagnostics(document.uri, none);
      const began = performance.now();
      await replace(document, 'nullable=False', 'nullable=True');
      await shown;
      times.push(performance.now() - began);
      const back = diagnostics(document.uri, some);
      await replace(document, 'nullable=True', 'nullable=False');
      await back;
    }
    const median = times.sort((a, b) => a - b)[2] ?? Number.NaN;
    console.log(`  edit to diagnostics in the editor: ${median.toFixed(0)} ms`);
  });

  it('half-written code keeps the findings above it', async () => {
    await replace(document, 'def downgrade', 'op.add_column("clientes", sa.Column(\n\n\ndef downgrade');
    const shown = await diagnostics(document.uri, some);
    assert.ok(shown.map(codeOf).includes(rule));
  });

  it('the preferred fix silences it', async () => {
    const [fix, ...others] = (await fixes()).filter(({ isPreferred }) => isPreferred);
    assert.ok(fix?.edit);
    assert.deepEqual(others, []);
    await vscode.workspace.applyEdit(fix.edit);
    await diagnostics(document.uri, none);
    assert.match(document.getText(), /sa\.Column\("codigo_municipio", sa\.String\(5\), nullable=True\)/);
  });

  it('the last fix ignores it as soon as there is a reason', async () => {
    const ignore = (await fixes()).at(-1);
    assert.equal(ignore?.title, `Ignore ${rule} here, with a reason`);
    assert.ok(ignore.edit && ignore.command);
    await vscode.workspace.applyEdit(ignore.edit);
    await vscode.commands.executeCommand(ignore.command.command, ...(ignore.command.arguments ?? []));
    await diagnostics(document.uri, (shown) => shown.map(codeOf).includes('suppression-missing-reason'));
    await vscode.commands.executeCommand('type', { text: 'no rows yet' });
    await diagnostics(document.uri, none);
    assert.match(
      document.getText(),
      new RegExp(`# alembic-guard: ignore\\[${rule}\\] no rows yet\n {4}op\\.add_column`),
    );
  });

  it('hovering the finding explains its rule', async () => {
    const position = vscode.languages.getDiagnostics(document.uri)[0]?.range.start;
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      position,
    );
    const text = hovers
      .flatMap(({ contents }) => contents)
      .map((content) => (typeof content === 'string' ? content : content.value))
      .join('\n');
    assert.match(text, new RegExp(rule));
    assert.match(text, /\*\*Instead:\*\*/);
  });

  it('definition leads from down_revision to the parent’s file', async () => {
    const position = document.positionAt(document.getText().indexOf('"0011"') + 2);
    const links = await vscode.commands.executeCommand<vscode.LocationLink[]>(
      'vscode.executeDefinitionProvider',
      document.uri,
      position,
    );
    assert.deepEqual(
      links.map(({ targetUri }) => targetUri.toString()),
      [String(await fileNamed('**/versions/0011_*.py'))],
    );
  });

  it('closed migrations are told of, as nobody knows which are new without git; ordinary Python stays without a word', async () => {
    const models = await fileNamed('**/app/models.py');
    await vscode.window.showTextDocument(models);
    const told = vscode.languages
      .getDiagnostics()
      .filter(([, shown]) => shown.some(({ source }) => source === 'alembic-guard'))
      .map(([uri]) => uri.toString());
    assert.ok(told.length > 1 && told.includes(document.uri.toString()), told.join('\n'));
    assert.deepEqual(
      told.filter((uri) => !uri.includes('/migrations/versions/')),
      [],
    );
  });
});

function fixes(): Thenable<vscode.CodeAction[]> {
  const range = vscode.languages.getDiagnostics(document.uri)[0]?.range;
  return vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    range,
    vscode.CodeActionKind.QuickFix.value,
  );
}
