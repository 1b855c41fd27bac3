/** Which files of a version folder are read, in which order, and what stands in the way. */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { largestFile, readRevisionFiles } from '../../../server/src/workspace/read-files.ts';
import { type Files, makeFolder, revision, scripts } from './folder.ts';

/** Reads the folder `v` of some files. */
async function read(t: TestContext, files: Files, options: { recursive?: boolean; sourceless?: boolean } = {}) {
  const root = makeFolder(t, files);
  return readFolder(root, options);
}

async function readFolder(root: string, options: { recursive?: boolean; sourceless?: boolean } = {}) {
  const where = { recursive: false, sourceless: false, ...options, versionLocations: [path.join(root, 'v')] };
  const result = await readRevisionFiles(where);
  return {
    files: result.files.map((file) => path.relative(root, file.path)),
    texts: result.files.map((file) => file.text),
    codes: result.problems.map((problem) => problem.code),
    messages: result.problems.map((problem) => problem.message),
    complete: result.complete,
  };
}

test('files that Alembic would load, by code point', async (t) => {
  const { files, complete } = await read(t, {
    'v/b.py': '',
    'v/a.py': '',
    'v/B.py': '',
    'v/_private.py': '',
    'v/.hidden.py': '',
    'v/fecff1c3da27_drop .py': '',
    'v/.#lock.py': '',
    'v/__init__.py': '',
    'v/__init__more.py': '',
    'v/c.PY': '',
    'v/d.pyc': '',
    'v/notes.txt': '',
    'v/folder.py/x.py': '',
    'v/\uFB00.py': '',
    'v/\u{1F600}.py': '',
  });
  assert.deepEqual(
    files,
    ['.hidden.py', 'B.py', '_private.py', 'a.py', 'b.py', 'fecff1c3da27_drop .py', '\uFB00.py', '\u{1F600}.py'].map(
      (name) => `v/${name}`,
    ),
  );
  assert.ok(complete);
});

test('folders inside count only when asked for', async (t) => {
  const files = { 'v/b.py': '', 'v/y/a.py': '', 'v/x/c.py': '', 'v/x/__pycache__/d.py': '' };
  assert.deepEqual((await read(t, files)).files, ['v/b.py']);
  assert.deepEqual((await read(t, files, { recursive: true })).files, ['v/b.py', 'v/x/c.py', 'v/y/a.py']);
});

test('a missing folder is passed over, as Alembic does', async (t) => {
  assert.deepEqual(await read(t, {}), { files: [], texts: [], codes: [], messages: [], complete: true });
});

test('symbolic links are resolved, and a file reached twice is read once', async (t) => {
  const root = makeFolder(t, { 'v/b.py': 'x', 'elsewhere/c.py': 'y', 'elsewhere/d.txt': 'z' });
  symlinkSync('../elsewhere/c.py', path.join(root, 'v/link.py'));
  symlinkSync('b.py', path.join(root, 'v/again.py'));
  symlinkSync('../elsewhere/d.txt', path.join(root, 'v/text.py'));
  const { files, codes, complete } = await readFolder(root);
  assert.deepEqual(files, ['v/b.py', 'elsewhere/c.py']);
  assert.deepEqual(codes, ['loaded-twice']);
  assert.ok(complete);
});

test('links that lead in a circle or to nothing are told, and the rest is read', async (t) => {
  const root = makeFolder(t, { 'v/b.py': 'x' });
  symlinkSync('loop.py', path.join(root, 'v/loop.py'));
  symlinkSync('gone.py', path.join(root, 'v/gone_link.py'));
  symlinkSync('.', path.join(root, 'v/self'));
  const { files, codes, messages, complete } = await readFolder(root, { recursive: true });
  assert.deepEqual(files, ['v/b.py']);
  assert.deepEqual(codes, ['broken-link', 'unreadable-file']);
  assert.match(messages[0] ?? '', /gone_link\.py is a symbolic link to nothing/);
  assert.match(messages[1] ?? '', /loop\.py can't be read because its symbolic links lead in a circle/);
  assert.equal(complete, false);
});

const encodings: readonly (readonly [string, Uint8Array, string, readonly string[]])[] = [
  ['UTF-8', Buffer.from('# é😀'), '# é😀', []],
  ['UTF-8 with a byte order mark', Buffer.from('\uFEFFx = 1'), 'x = 1', []],
  [
    'a declared Latin-1',
    Buffer.from('# -*- coding: latin-1 -*-\n# é\x85', 'latin1'),
    '# -*- coding: latin-1 -*-\n# é\x85',
    [],
  ],
  [
    'a declaration in the second line',
    Buffer.from('#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\n# \x80', 'latin1'),
    '#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\n# €',
    [],
  ],
  ['Latin-1 without a declaration', Buffer.from('# é', 'latin1'), '# é', ['not-utf8']],
  ['an unknown encoding', Buffer.from('# coding: klingon\nx', 'latin1'), '# coding: klingon\nx', ['unknown-encoding']],
  [
    'a declaration too late',
    Buffer.from('x = 1\ny = 2\n# coding: latin-1\n# é'),
    'x = 1\ny = 2\n# coding: latin-1\n# é',
    [],
  ],
];

for (const [title, bytes, text, expected] of encodings) {
  test(`encoding: ${title}`, async (t) => {
    const { texts, codes } = await read(t, { 'v/a.py': bytes });
    assert.deepEqual(texts, [text]);
    assert.deepEqual(codes, expected);
  });
}

test('a file of 10 MB is not read, and the sentence says what to do', async (t) => {
  const { files, codes, messages, complete } = await read(t, {
    'v/a.py': revision('a'),
    'v/b.py': new Uint8Array(largestFile).fill(10),
  });
  assert.deepEqual(files, ['v/a.py']);
  assert.deepEqual(codes, ['file-too-large']);
  assert.match(messages[0] ?? '', /v\/b\.py has 10 MB and is not read: the limit is 10 MB\. Move its data/);
  assert.equal(complete, false);
});

test('compiled revisions are told where they count', async (t) => {
  const files = {
    'v/a.py': '',
    'v/a.pyc': '',
    'v/b.pyc': '',
    'v/__pycache__/c.cpython-311.pyc': '',
    'v/__pycache__/a.cpython-311.pyc': '',
  };
  const { files: found, codes, messages, complete } = await read(t, files, { sourceless: true });
  assert.deepEqual(found, ['v/a.py']);
  assert.deepEqual(codes, ['compiled-only', 'compiled-only']);
  assert.match(messages.join(), /b\.pyc.*c\.cpython-311\.pyc/);
  assert.equal(complete, false);
  assert.ok((await read(t, files)).complete);
});

test('a file that vanishes after the folder was listed is no part of the project', async (t) => {
  const many = Object.fromEntries(Array.from({ length: 450 }, (_, i) => [`v/r${1000 + i}.py`, '']));
  const root = makeFolder(t, many);
  const reading = readFolder(root);
  // The first files are read at once; the reader gives way before it comes to the last.
  rmSync(path.join(root, 'v/r1449.py'));
  const { files, codes, complete } = await reading;
  assert.equal(files.length, 449);
  assert.deepEqual([codes, complete], [[], true]);
});

const loadFinder = `
const { findProjects } = await import(${JSON.stringify(new URL('../../../server/src/workspace/find-projects.ts', import.meta.url).href)});
`;

test('a folder without permission gets one clear sentence, and the other projects go on', (t) => {
  const root = makeFolder(t, {
    'one/alembic.ini': '[alembic]\nscript_location = m\n',
    ...scripts('one/m'),
    'two/alembic.ini': '[alembic]\nscript_location = m\n',
    ...scripts('two/m'),
    'three/m/env.py': '',
    'closed/': '',
  });
  chmodSync(root, 0o755);
  chmodSync(path.join(root, 'one/m/versions'), 0o000);
  chmodSync(path.join(root, 'two/m/versions/a2_change.py'), 0o000);
  chmodSync(path.join(root, 'closed'), 0o000);
  // Root reads everything: the modules are loaded with the rights of the test, the folders are read without them.
  const script = `${loadFinder}
    if (process.getuid?.() === 0) { process.setgroups([]); process.setgid(65534); process.setuid(65534); }
    const { projects, problems } = await findProjects(process.argv[1]);
    console.log(JSON.stringify({ problems: problems.map((each) => each.message), projects: projects.map((project) => ({
      name: project.name, files: project.files.length, complete: project.complete, problems: project.problems.map((each) => each.message) })) }));`;
  let output: {
    problems: string[];
    projects: { name: string; files: number; complete: boolean; problems: string[] }[];
  };
  try {
    output = JSON.parse(run(script, root));
  } finally {
    for (const folder of ['one/m/versions', 'closed']) chmodSync(path.join(root, folder), 0o755);
  }
  assert.deepEqual(
    output.projects.map(({ name, files, complete }) => [name, files, complete]),
    [
      ['one', 0, false],
      ['two', 1, false],
    ],
  );
  assert.match(
    output.projects[0]?.problems[0] ?? '',
    /^The version folder .*one\/m\/versions can't be read because you lack the permission\. .*chmod u\+rX/,
  );
  assert.match(
    output.projects[1]?.problems[0] ?? '',
    /^The revision file .*a2_change\.py can't be read because you lack the permission\. /,
  );
  assert.ok(
    output.problems.some((message) => /closed can't be searched for migrations because you lack/.test(message)),
  );
});

function run(script: string, root: string): string {
  return execFileSync(process.execPath, ['--input-type=module', '-e', script, root], { encoding: 'utf8' });
}
