/** Conversations with the language server: diagnostics as one types, fixes, hover, definition, trees. */

import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, suite, test } from 'node:test';

import type { CodeAction, Hover, LocationLink, TextDocumentEdit, TextEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { PlanData, ProjectData } from '../../../server/src/protocol/messages.ts';
import { type Editor, openEditor } from '../../support/lsp.ts';
import { project, revisionFile } from '../../support/revision.ts';

const second = 'alembic/versions/0002_age.py';
const safe = revisionFile({
  id: '0002',
  down: '0001',
  upgrade: 'op.add_column("users", sa.Column("age", sa.Integer()))',
  downgrade: 'op.drop_column("users", "age")',
});
const dangerous = safe.replace('sa.Integer())', 'sa.Integer(), nullable=False)');

suite('a migration that is being edited', () => {
  let editor: Editor;
  before(async () => {
    editor = await openEditor(project({ [second]: safe }));
  });
  after(() => editor.end());

  test('the warning appears at the argument while one types, and goes when it is mended', async () => {
    await editor.open(second, safe);
    await editor.change(second, dangerous);
    const [found, ...others] = await editor.diagnostics(second);
    assert.deepEqual(others, []);
    assert.equal(found?.code, 'add-column-not-null-no-default');
    assert.equal(found?.source, 'alembic-guard');
    assert.equal(found?.severity, 1);
    assert.equal(found?.codeDescription?.href, 'file:///docs/add-column-not-null-no-default.md');
    assert.equal(textAt(dangerous, found?.range), 'nullable=False');
    await editor.change(second, safe);
    await editor.diagnostics(second, (diagnostics) => diagnostics.length === 0);
  });

  test('its quick fix silences it, and the last action ignores it with a reason', async () => {
    await editor.change(second, dangerous);
    const [diagnostic] = await editor.diagnostics(second);
    assert.ok(diagnostic);
    const actions = await editor.connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri: editor.uri(second) },
      range: diagnostic.range,
      context: { diagnostics: [diagnostic] },
    });
    assert.equal(actions.filter(({ isPreferred }) => isPreferred).length, 1);
    const preferred = actions.find(({ isPreferred }) => isPreferred);
    const fixed = apply(dangerous, preferred, editor.uri(second));
    await editor.change(second, fixed);
    await editor.diagnostics(second, (diagnostics) => diagnostics.length === 0);

    const ignore = actions.at(-1);
    assert.match(ignore?.title ?? '', /^Ignore add-column-not-null-no-default/);
    const ignored = apply(dangerous, ignore, editor.uri(second));
    await editor.change(second, ignored);
    const codes = ['add-column-not-null-no-default', 'suppression-missing-reason'];
    await editor.diagnostics(
      second,
      (shown) =>
        shown
          .map(({ code }) => String(code))
          .sort()
          .join() === codes.join(),
    );
    const document = TextDocument.create('', '', 0, ignored);
    const place = document.offsetAt(ignore?.data.typeAt);
    await editor.change(second, `${ignored.slice(0, place)}the table is empty${ignored.slice(place)}`);
    await editor.diagnostics(second, (diagnostics) => diagnostics.length === 0);
  });

  test('hovering the finding explains its rule', async () => {
    await editor.change(second, dangerous);
    const [diagnostic] = await editor.diagnostics(second);
    const hover = await editor.connection.sendRequest<Hover | null>('textDocument/hover', {
      textDocument: { uri: editor.uri(second) },
      position: diagnostic?.range.start,
    });
    const contents = hover?.contents;
    assert.ok(contents && typeof contents === 'object' && 'value' in contents);
    assert.match(contents.value, /add-column-not-null-no-default/);
    assert.match(contents.value, /\*\*Instead:\*\*/);
  });

  test('definition goes from down_revision to the file of the parent', async () => {
    const line = safe.split('\n').findIndex((text) => text.startsWith('down_revision'));
    const links = await editor.connection.sendRequest<LocationLink[] | null>('textDocument/definition', {
      textDocument: { uri: editor.uri(second) },
      position: { line, character: 19 },
    });
    assert.deepEqual(
      links?.map(({ targetUri }) => targetUri),
      [editor.uri('alembic/versions/0001_users.py')],
    );
  });

  test('half-written code keeps the warnings above it', async () => {
    await editor.change(second, dangerous);
    await editor.diagnostics(second);
    await editor.change(
      second,
      dangerous.replace('\n\n\ndef downgrade', '\n    op.create_index("ix", \n\n\ndef downgrade'),
    );
    const found = await editor.diagnostics(second);
    assert.ok(found.some(({ code }) => code === 'add-column-not-null-no-default'));
  });
});

suite('files that are no migrations', () => {
  test('nothing is sent for ordinary Python, nor for a folder without a project', async (t) => {
    const editor = await openEditor({ 'app.py': 'op.drop_table("users")\n' });
    t.after(() => editor.end());
    await editor.open('app.py', 'op.drop_table("users")\n');
    const projects = await editor.connection.sendRequest<ProjectData[]>('alembicGuard/projects');
    assert.deepEqual(projects, []);
    assert.equal(editor.last('app.py'), undefined);
    const hover = await editor.connection.sendRequest('textDocument/hover', {
      textDocument: { uri: editor.uri('app.py') },
      position: { line: 0, character: 4 },
    });
    assert.equal(hover, null);
  });
});

suite('the tree of a project', () => {
  test('revisions newest first, with state; plans after Alembic; changes on disk are followed', async (t) => {
    const editor = await openEditor(project({ [second]: dangerous }));
    t.after(() => editor.end());
    const ask = () => editor.connection.sendRequest<ProjectData[]>('alembicGuard/projects');
    const [found] = await ask();
    assert.deepEqual(
      found?.revisions.map(({ id, head, base, findings }) => ({ id, head, base, error: findings?.error })),
      [
        { id: '0002', head: true, base: false, error: 1 },
        { id: '0001', head: false, base: true, error: 0 },
      ],
    );
    const plan = await editor.connection.sendRequest<PlanData>('alembicGuard/plan', {
      project: found?.id,
      direction: 'upgrade',
      target: 'head',
      from: [],
    });
    assert.deepEqual(
      plan.revisions.map(({ id }) => id),
      ['0001', '0002'],
    );

    const third = 'alembic/versions/0003_other.py';
    await writeFile(path.join(editor.folder, third), revisionFile({ id: '0003', down: '0001' }));
    await editor.touched(third);
    // Two heads now: told about closed files too, since they concern the history as a whole.
    const diagnostics = await editor.diagnostics(third);
    assert.equal(diagnostics[0]?.code, 'multiple-heads');
    assert.equal((await ask())[0]?.heads.length, 2);
    await rm(path.join(editor.folder, third));
    await editor.touched(third);
    await editor.diagnostics(third, (all) => all.length === 0);
    assert.deepEqual((await ask())[0]?.heads, ['0002']);
  });

  test('a revision without its parent is broken, and no head', async (t) => {
    const orphan = revisionFile({ id: '0003', down: 'gone', upgrade: 'pass', downgrade: 'pass' });
    const editor = await openEditor(project({ [second]: safe, 'alembic/versions/0003_orphan.py': orphan }));
    t.after(() => editor.end());
    const [found] = await editor.connection.sendRequest<ProjectData[]>('alembicGuard/projects');
    const broken = found?.revisions.find(({ id }) => id === '0003');
    assert.match(broken?.broken ?? '', /gone/);
    assert.deepEqual([broken?.head, found?.heads], [false, ['0002']]);
  });

  test('a plan that Alembic would refuse is refused in its words', async (t) => {
    const editor = await openEditor(project({}));
    t.after(() => editor.end());
    const [found] = await editor.connection.sendRequest<ProjectData[]>('alembicGuard/projects');
    const plan = await editor.connection.sendRequest<PlanData>('alembicGuard/plan', {
      project: found?.id,
      direction: 'upgrade',
      target: 'nowhere',
      from: [],
    });
    assert.equal(plan.error, "Can't locate revision identified by 'nowhere'");
  });
});

function textAt(
  text: string,
  range: { start: { line: number; character: number }; end: { line: number; character: number } } | undefined,
): string {
  return range === undefined ? '' : TextDocument.create('', '', 0, text).getText(range);
}

function apply(text: string, action: CodeAction | undefined, uri: string): string {
  const edits: TextEdit[] = (action?.edit?.documentChanges ?? [])
    .filter((change): change is TextDocumentEdit => 'edits' in change && change.textDocument.uri === uri)
    .flatMap((change) => change.edits as TextEdit[]);
  return TextDocument.applyEdits(TextDocument.create(uri, 'python', 0, text), edits);
}
