/** The question before a write names target, place, order and findings. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { questionDetail, questionTitle } from '../../../client/src/run/confirm.ts';
import { revision } from '../revisions/sample.ts';

const target = { label: 'db:5432/shop', dialect: 'postgresql', source: 'env.py' };
const question = {
  direction: 'upgrade',
  project: 'shop',
  target,
  rows: ['a'],
  revisions: [
    revision('b', ['a'], { findings: { error: 1, warning: 0, info: 0 } }),
    revision('c', ['b'], { message: 'third\n\nwith more lines', findings: { error: 0, warning: 2, info: 1 } }),
  ],
} as const;

test('an upgrade', () => {
  assert.equal(questionTitle(question), 'Upgrade db:5432/shop by 2 revisions?');
  assert.equal(
    questionDetail(question),
    [
      'Project shop, PostgreSQL, address from env.py',
      'Now at a',
      '',
      'Will be applied, in this order:',
      '  b  step b',
      '  c  third',
      '',
      '4 findings (1 error, 2 warnings, 1 note) in b, c.',
    ].join('\n'),
  );
});

test('a downgrade to nothing', () => {
  const back = { ...question, direction: 'downgrade', revisions: [revision('a', [])] } as const;
  assert.equal(questionTitle(back), 'Downgrade db:5432/shop by 1 revision?');
  assert.match(questionDetail(back), /Will be taken back, in this order:\n {2}a {2}step a\n\nNo findings in it\./);
});

test('an empty database is called so', () => {
  assert.match(questionDetail({ ...question, rows: [] }), /Now at no revision\n/);
});

test('a long plan shows its beginning, its end and how many lie between', () => {
  const revisions = Array.from({ length: 40 }, (_, index) => revision(`r${index}`, []));
  const lines = questionDetail({ ...question, revisions })
    .split('\n')
    .filter((line) => line.startsWith('  '));
  assert.equal(lines.length, 13);
  assert.equal(lines.at(-2), '  … and 28 more');
  assert.equal(lines.at(-1), '  r39  step r39');
});
