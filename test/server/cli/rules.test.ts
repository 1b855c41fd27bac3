/** `rules NAME` prints the page in `docs/rules/`, in colour only on a terminal. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { suite, test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';

import { PROJECT } from '../../environment/packages.mjs';
import { runCommand, runInColour } from '../../support/terminal.ts';

const name = 'set-not-null-scan';
const page = await readFile(path.join(PROJECT, 'docs/rules', `${name}.md`), 'utf8');

suite('the page of a rule', () => {
  test('is that of docs/rules, as text and as Markdown', async () => {
    assert.equal((await runCommand(PROJECT, 'rules', name)).out, page);
    assert.equal((await runCommand(PROJECT, 'rules', name, '--format', 'markdown')).out, page);
  });

  test('shows the diagnostic as lint prints it', () => {
    assert.match(page, /^error {2}set-not-null-scan {2}versions\/\w+\.py:\d+:\d+$/m);
    assert.match(page, /^ +\| +\^{14}$/m);
    assert.match(page, /^ {2}fix: /m);
  });

  test('has colours on a terminal: headings and what is reported, and the same words', async () => {
    const { out } = await runInColour(PROJECT, 'rules', name);
    assert.equal(stripVTControlCharacters(out), page);
    assert.ok(out.startsWith('\u001b[1m# set-not-null-scan'));
    assert.ok(out.includes('\u001b[31merror'));
    assert.ok(!out.includes('\u001b[1m# alembic-guard: ignore'), 'a comment of an example is no heading');
    const markdown = await runInColour(PROJECT, 'rules', name, '--format', 'markdown');
    assert.equal(markdown.out, page);
  });
});
