/** The last word on a run: never more than what was read back. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { describeOutcome, type Ended } from '../../../server/src/runner/outcome.ts';

const target = { label: 'db:5432/shop', dialect: 'postgresql', source: 'env.py' };
const at = (...rows: string[]) => ({ kind: 'known', rows, target, via: 'postgresql', confirmed: true }) as const;
const unknown = { kind: 'unknown', failure: { code: 'refused', message: 'Nothing answers.', next: '' } } as const;
const base: Ended = { outcome: 'succeeded', interrupted: false, before: ['a'], after: at('b'), running: undefined };

const cases: readonly (readonly [name: string, ended: Ended, text: string])[] = [
  ['success', base, 'The database db:5432/shop stands at b now.'],
  [
    'everything taken back',
    { ...base, after: at() },
    'The database db:5432/shop stands before the first revision now.',
  ],
  ['several rows', { ...base, after: at('b', 'c') }, 'The database db:5432/shop stands at b and c now.'],
  ['nothing to do', { ...base, after: at('a') }, 'The database db:5432/shop stands at a; there was nothing to do.'],
  [
    'failure, all rolled back',
    { ...base, outcome: 'failed', after: at('a') },
    'The database db:5432/shop still stands at a.',
  ],
  ['failure in the second step', { ...base, outcome: 'failed' }, 'The database db:5432/shop stands at b now.'],
  [
    'failure outside a transaction',
    { ...base, outcome: 'failed', after: at('a'), running: { id: 'b', autocommit: true } },
    'The database db:5432/shop still stands at a. Revision b works outside a transaction in places, so parts of it may have been done: look before running it again.',
  ],
  [
    'interrupted',
    { ...base, outcome: 'cancelled', interrupted: true, after: at('a') },
    'The run was interrupted. The database db:5432/shop still stands at a.',
  ],
  [
    'interrupted too late',
    { ...base, interrupted: true },
    'It had finished before the interrupt took effect. The database db:5432/shop stands at b now.',
  ],
  [
    'a state that cannot be read',
    { ...base, outcome: 'failed', after: unknown },
    'The state of the database could not be read afterwards: Nothing answers.',
  ],
];

for (const [name, ended, text] of cases) test(name, () => assert.equal(describeOutcome(ended), text));
