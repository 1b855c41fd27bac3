/** How much of a file is parsed for its header. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { headerText } from '../../../../server/src/core/history/header-text.ts';

const head = '"""Add\n\ndef not_code():\n"""\nimport os  # it\'s fine\nrevision = "a1"\ndown_revision: str = None\n';

for (const definition of ['def upgrade():', 'async def f():', '@decorated', 'class A:']) {
  test(`the text ends before "${definition}"`, () => {
    assert.equal(headerText(`${head}\n${definition}\n    op.execute("revision")\n`), `${head}\n`);
  });
}

const whole: readonly (readonly [string, string])[] = [
  ['a variable stands after the functions', `${head}def f():\n    pass\nbranch_labels = ("x",)\n`],
  ['a function rebinds a variable', `${head}def f():\n    global revision\n    revision = "b"\n`],
  ['a block at the top level binds one', `${head}def f():\n    pass\nif f():\n    depends_on = "b"\n`],
  ['the variables are not all before it', 'revision = "a"\ndef f():\n    pass\ndown_revision = None\n'],
  ['nothing is defined', head],
];

for (const [title, text] of whole) {
  test(`the whole text counts when ${title}`, () => assert.equal(headerText(text), text));
}

test('words in a body don’t matter', () => {
  const text = `${head}def upgrade():\n    revision = op.create_table("revision", sa.Column("depends_on"))\n    x = 1\n`;
  assert.equal(headerText(text), head);
});
