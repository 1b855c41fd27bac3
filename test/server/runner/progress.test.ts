/** Alembic's log lines, read for the revision that is running. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { parseStep } from '../../../server/src/runner/progress.ts';

const log = 'INFO  [alembic.runtime.migration] ';
const cases = [
  [
    `${log}Running upgrade  -> aaa1, first, with a comma`,
    { id: 'aaa1', direction: 'upgrade', message: 'first, with a comma' },
  ],
  [`${log}Running upgrade aaa1 -> bbb2`, { id: 'bbb2', direction: 'upgrade', message: '' }],
  [`${log}Running upgrade aaa1, bbb2 -> ccc3, merge`, { id: 'ccc3', direction: 'upgrade', message: 'merge' }],
  [`${log}Running downgrade bbb2 -> aaa1, second`, { id: 'bbb2', direction: 'downgrade', message: 'second' }],
  [`${log}Running downgrade aaa1 -> , first`, { id: 'aaa1', direction: 'downgrade', message: 'first' }],
  ['-- Running upgrade aaa1 -> bbb2', { id: 'bbb2', direction: 'upgrade', message: '' }],
  [`${log}Running stamp_revision aaa1 -> bbb2`, undefined],
  [`${log}Will assume transactional DDL.`, undefined],
  ['', undefined],
] as const;

for (const [line, step] of cases)
  test(line === '' ? 'an empty line' : line, () => assert.deepEqual(parseStep(line), step));
