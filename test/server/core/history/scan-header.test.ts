/** Headers that are read without a syntax tree are the same as those read with one. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { suite, test } from 'node:test';
import { globSync } from 'tinyglobby';
import { headerText } from '../../../../server/src/core/history/header-text.ts';
import { readHeader, readHeaderOf } from '../../../../server/src/core/history/read-header.ts';
import { scanHeader } from '../../../../server/src/core/history/scan-header.ts';
import { parsePython } from '../../../../server/src/core/python/parse.ts';
import { generateRevisions } from '../../../bench/generate.ts';
import { forms, mistakes } from './header-forms.ts';

const root = path.resolve(import.meta.dirname, '../../../..');
const samples = globSync('migrations-sample/**/versions/*.py', { cwd: root }).map((file) =>
  readFileSync(path.join(root, file), 'utf8'),
);

const body = '\n\ndef upgrade():\n    revision = op.f("depends_on")\n\n\ndef downgrade():\n    pass\n';

/** What templates of Alembic, of its versions and of others write. */
const plain: readonly string[] = [
  `"""Add users\n\nRevision ID: a1\nRevises: \nCreate Date: 2026-01-02 10:00:00.000000\n\n"""\nfrom alembic import op\nimport sqlalchemy as sa\n\n\n# revision identifiers, used by Alembic.\nrevision = 'a1'\ndown_revision = None\nbranch_labels = None\ndepends_on = None\n${body}`,
  `"""Añadir «usuarios» 🚀"""\nfrom typing import Sequence, Union\n\nfrom alembic import op\nimport sqlalchemy as sa, os.path as p\n\nrevision: str = "a1"  # the id\ndown_revision: Union[str, None] = "b2"\nbranch_labels: Union[str, Sequence[str], None] = ("x", "y")\ndepends_on: Union[str, Sequence[str], None] = ["c3"]\n${body}`,
  `#!/usr/bin/env python\n# -*- coding: utf-8 -*-\n'''Add'''\nfrom __future__ import annotations\nfrom . import base\nlogger = logging.getLogger(__name__)\nSIZE: int = 500\nfrom ..x.y import (\n    a as b,\n    c,\n)\n   \n  # aside\ndown_revision: str | list[str] | None = (\n    "b2",\n    "c3"\n)\nrevision: Optional[str]="a1"\ndepends_on = 'ids, "quoted"'\n@decorated${body}`,
  `revision = "a1"\ndown_revision = "b2"\nclass A:\n    pass\n${body}`,
];

const whole = (text: string) => readHeader(parsePython(text), 'versions/x_change.py');

suite('a header read without a syntax tree', () => {
  for (const text of plain) {
    test(`is that of the whole file: ${JSON.stringify(text.slice(0, 40))}…`, () => {
      assert.notEqual(scanHeader(text), undefined);
      assert.deepEqual(readHeaderOf(text, 'versions/x_change.py'), whole(text));
    });
  }

  test('is that of the whole file in the samples and in generated projects', () => {
    assert.ok(samples.length > 50);
    const texts = [...samples, ...generateRevisions(30).map((one) => one.text)];
    const plainOnes = texts.filter((text) => scanHeader(text) !== undefined);
    assert.ok(plainOnes.length > 0.9 * texts.length);
    for (const text of plainOnes) assert.deepEqual(readHeaderOf(text, 'versions/x_change.py'), whole(text));
  });

  test('is that of the whole file in every other form, or there is none', () => {
    for (const [, text] of [...forms, ...mistakes]) same(text + body);
  });

  test('is that of the whole file, or there is none, after random changes', () => {
    const random = randomFrom(20261121);
    const texts = [...plain, ...samples.slice(0, 10)].filter((text) => scanHeader(text) !== undefined);
    let scanned = 0;
    for (let round = 0; round < rounds; round++) {
      let text = texts[round % texts.length] ?? '';
      for (let changes = 1 + (random() % 3); changes > 0; changes--) text = changed(text, random);
      scanned += same(text) ? 1 : 0;
    }
    assert.ok(scanned > rounds / 10, `${scanned} were plain`);
  });
});

/** Whether the text was plain; then the two readings of its head must agree. */
function same(text: string): boolean {
  if (scanHeader(text) === undefined) return false;
  const file = 'versions/x_change.py';
  const parsed = readHeader(parsePython(headerText(text)), file);
  assert.deepEqual(readHeaderOf(text, file), parsed, JSON.stringify(text.slice(0, 600)));
  return true;
}

const rounds = 4000;

const pieces = [
  ...'"\'\\#()[]{},;:=.|*+-@ \t\n\r\f\0é_a1NrRfb',
  '"""',
  "'''",
  '\r\n',
  '\\\n',
  'None',
  'revision',
  'down_revision = None\n',
  'depends_on',
  'branch_labels = ("x",)\n',
  'import ',
  'from x import *\n',
  'from x import revision\n',
  'if True:\n    ',
  'def ',
  'class ',
  'lambda: ',
  'global revision\n',
  ' as ',
  '\u2028',
  '🚀',
  '"x"',
  'str',
  '# comment\n',
];

/** The text with something put in, left out or doubled in its first part. */
function changed(text: string, random: () => number): string {
  const head = Math.max(1, text.indexOf('\ndef ') + 40);
  const at = random() % head;
  const length = 1 + (random() % 6);
  const piece = pieces[random() % pieces.length] ?? '';
  switch (random() % 5) {
    case 0:
      return text.slice(0, at) + text.slice(at + length);
    case 1:
      return text.slice(0, at) + piece + text.slice(at + length);
    case 2: {
      const [from, to] = [text.lastIndexOf('\n', at) + 1, text.indexOf('\n', at) + 1];
      return text.slice(0, to) + text.slice(from, to) + text.slice(to);
    }
    case 3: {
      const line = text.lastIndexOf('\n', at) + 1;
      return text.slice(0, line) + piece + text.slice(line);
    }
    default:
      return text.slice(0, at) + piece + text.slice(at);
  }
}

/** Numbers that look random and are the same in every run. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 8;
  };
}
