/** The header of a revision file, in every way people write it. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readHeader, readHeaderOf } from '../../../../server/src/core/history/read-header.ts';
import { parsePython } from '../../../../server/src/core/python/parse.ts';
import { forms, type HeaderFacts, mistakes, plain } from './header-forms.ts';

const values = (located: readonly { readonly value: string }[]) => located.map((each) => each.value);

function read(text: string, file = 'versions/x_change.py'): HeaderFacts {
  const header = readHeaderOf(text, file);
  return {
    state: header.state,
    revision: header.revision?.value,
    down: values(header.down),
    dependsOn: values(header.dependsOn),
    branchLabels: values(header.branchLabels),
    problems: header.problems.map((problem) => problem.code),
  };
}

for (const [title, text, expected] of forms) {
  test(`header: ${title}`, () => {
    assert.deepEqual(read(text), { ...plain, ...expected });
    // The whole file says the same as the part that is read of it.
    assert.deepEqual(readHeader(parsePython(text), 'x.py').down, readHeaderOf(text, 'x.py').down);
  });
}

const dynamic: readonly (readonly [string, string, string])[] = [
  ['a call', 'import os\nrevision = "a1"\ndown_revision = os.environ["PARENT"]', 'dynamic-down-revision'],
  ['an import', 'from .ids import PARENT\nrevision = "a1"\ndown_revision = PARENT', 'dynamic-down-revision'],
  ['an imported variable', 'from .ids import revision\ndown_revision = None', 'dynamic-revision'],
  ['an f-string with a field', 'n = 1\nrevision = f"a{n}"\ndown_revision = None', 'dynamic-revision'],
  ['a star import', 'from .common import *\nrevision = "a1"', 'dynamic-down-revision'],
  [
    'branches that differ',
    'revision = "a1"\nif flag():\n    down_revision = "b"\nelse:\n    down_revision = "c"',
    'dynamic-down-revision',
  ],
  [
    'global in a function',
    'revision = "a1"\ndown_revision = None\ndef f():\n    global down_revision\n    down_revision = "b"\n',
    'dynamic-down-revision',
  ],
  [
    'an imported label',
    'from neutron import LABEL\nrevision = "a1"\ndown_revision = None\nbranch_labels = (LABEL,)',
    'dynamic-branch-labels',
  ],
];

for (const [title, text, code] of dynamic) {
  test(`header known only at run time: ${title}`, () => {
    const header = read(text);
    assert.equal(header.state, 'dynamic');
    assert.deepEqual(header.problems, [code]);
  });
}

for (const [title, text, codes] of mistakes) {
  test(`header with a mistake: ${title}`, () => assert.deepEqual(read(text).problems, codes));
}

test('a file without an id is unreadable, and the sentence names the file', () => {
  const header = readHeaderOf('import os\n', 'versions/helpers.py');
  assert.equal(header.state, 'unreadable');
  assert.match(header.problems[0]?.message ?? '', /^Could not determine revision id from filename helpers\.py\. /);
});

test('a whole file name of hexadecimal digits is an id, as in the oldest versions', () => {
  assert.equal(read('down_revision = None', 'versions/face.py').revision, 'face');
  assert.equal(read('down_revision = None', 'versions/face_it.py').revision, undefined);
});

test('illegal characters are listed in Alembic’s words', () => {
  const header = readHeaderOf('revision = "a-1@b"\ndown_revision = None', 'x.py');
  assert.equal(header.problems[0]?.alembicSays, "Character(s) '-, @' not allowed in revision identifier 'a-1@b'");
});

test('the docstring gives message and date', () => {
  const header = readHeaderOf(
    '"""Add users\n\nRevision ID: a1\nRevises: b2\nCreate Date: 2024-01-02 10:11:12.5+00:00\n\n"""\nrevision = "a1"\ndown_revision = "b2"\n',
    'x.py',
  );
  assert.equal(header.message, 'Add users');
  assert.equal(header.createDate, '2024-01-02 10:11:12.5+00:00');
});

test('a message may have several lines, and an empty one is what stands first', () => {
  assert.equal(readHeaderOf('"""\nadd\nusers\n\nmore"""\nrevision = "a"', 'x.py').message, 'add\nusers');
  assert.equal(readHeaderOf('"""Revision ID: a\nRevises: b\n"""', 'x.py').message, 'Revision ID: a\nRevises: b');
  assert.equal(readHeaderOf('revision = "a"', 'x.py').message, '');
  assert.equal(readHeaderOf('f"""no docstring"""\nrevision = "a"', 'x.py').message, '');
});

test('spans point at the literals', () => {
  const text = '# éU0001F600\nrevision = "a1"\ndown_revision = ("b2", "c3")\n'.replace('U0001F600', '😀');
  const header = readHeaderOf(text, 'x.py');
  assert.equal(text.slice(header.revision?.span.start, header.revision?.span.end), '"a1"');
  assert.deepEqual(
    header.down.map(({ span }) => text.slice(span.start, span.end)),
    ['"b2"', '"c3"'],
  );
  assert.equal(text.slice(header.downSpan?.start, header.downSpan?.end), '("b2", "c3")');
});

test('no cut of a file makes the reader throw, and the id stays once it is there', () => {
  const text =
    '"""Add é\n\nCreate Date: now\n"""\nfrom alembic import op\n\nrevision: str = "a1"\ndown_revision = (\n  "b2",\n)\ndepends_on = None\n\n@op.hook\ndef upgrade():\n    op.execute("""x""")\n';
  const whole = text.indexOf('down_revision');
  for (let end = 0; end <= text.length; end++) {
    const header = readHeaderOf(text.slice(0, end), 'x.py');
    if (end >= whole) assert.equal(header.revision?.value, 'a1', `cut at ${end}`);
  }
});
