/** What counts as a failure: also a skipped test, an unfinished one, and a file without any. */

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { suite, test } from 'node:test';

import { execa } from 'execa';

import { temporaryFolder } from '../environment/temporary.mjs';

const IMPORT = "import { test } from 'node:test';";

suite('counting', () => {
  for (const [title, text, passed, failed, said] of [
    ['tests that pass', `${IMPORT} test('one', () => {}); test('two', () => {});`, 2, 0, /^$/],
    [
      'a test that fails',
      `${IMPORT} test('one', () => {}); test('two', () => { throw new Error('why'); });`,
      1,
      1,
      /two.*why/s,
    ],
    [
      'a test in a test',
      `${IMPORT} test('one', (t) => t.test('in', () => { throw new Error('why'); }));`,
      0,
      1,
      /one › in.*why/s,
    ],
    ['a skipped test', `${IMPORT} test('one', { skip: true }, () => {});`, 0, 1, /skip/],
    ['an unfinished test', `${IMPORT} test('one', { todo: true }, () => {});`, 0, 1, /todo/],
    ['a file without tests', '', 0, 1, /holds no test/],
    ['a file that cannot be loaded', "import './none.ts';", 0, 1, /none\.ts/],
    [
      'an error after the last test',
      `${IMPORT} test('one', () => {}); setTimeout(() => { throw new Error('late'); }, 30);`,
      1,
      1,
      /late/,
    ],
  ] as const) {
    test(title, async () => {
      const { folder } = await temporaryFolder('ag-count-');
      const file = path.join(folder, 'it.test.ts');
      await writeFile(file, text);
      const main = path.join(folder, 'main.mjs');
      const script = `
        import { runNodeTests } from ${JSON.stringify(import.meta.resolve('./node-tests.ts'))};
        const outcome = await runNodeTests([${JSON.stringify(file)}], { concurrency: 1, timeoutMs: 60000 });
        console.error(JSON.stringify(outcome));`;
      await writeFile(main, script);
      const env = { NODE_TEST_CONTEXT: undefined };
      const { stdout, stderr } = await execa(process.execPath, [main], { env });
      assert.deepEqual(JSON.parse(stderr), { passed, failed });
      assert.match(stdout, said);
    });
  }
});
