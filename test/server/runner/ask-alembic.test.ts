/** What `alembic current -v` says, read. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { readCurrent } from '../../../server/src/runner/ask-alembic.ts';

test('the real output names the masked address and the revisions', () => {
  const text = readFileSync(new URL('captured/current.txt', import.meta.url), 'utf8');
  const [answer, ...others] = readCurrent(text);
  assert.deepEqual(others, []);
  assert.equal(answer?.url, 'postgresql+psycopg://postgres:***@127.0.0.1:5432/postgres');
  assert.equal(answer?.dialect, 'postgresql');
  assert.deepEqual(answer?.rows, ['bbb2']);
});

test('an empty database has no rows, and several databases several answers', () => {
  const text =
    'Current revision(s) for sqlite:///a.db:\nCurrent revision(s) for sqlite:///b.db:\nRev: x (head)\nRev: y (effective head)\n';
  assert.deepEqual(
    readCurrent(text).map(({ url, rows }) => [url, rows]),
    [
      ['sqlite:///a.db', []],
      ['sqlite:///b.db', ['x', 'y']],
    ],
  );
});

test('output without an answer is none', () => assert.deepEqual(readCurrent('hello\n'), []));
