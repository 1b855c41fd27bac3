/** A preview's address says all that makes its text. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { parsePreviewQuery, previewPath, previewQuery } from '../../../client/src/preview/location.ts';

const subject = { project: '/shop/alembic.ini#tenants', revisions: ['a/b', 'c'], direction: 'downgrade' } as const;

test('the query leads back to the subject', () => assert.deepEqual(parsePreviewQuery(previewQuery(subject)), subject));

test('the path is one segment that ends in .sql', () => {
  assert.equal(previewPath(subject), '/a_b to c (downgrade).sql');
  assert.equal(previewPath({ ...subject, revisions: ['a'], direction: 'upgrade' }), '/a (upgrade).sql');
});

for (const query of [
  '',
  '{',
  '{}',
  '{"project":"p","revisions":"a","direction":"upgrade"}',
  '{"project":"p","revisions":[],"direction":"up"}',
])
  test(`${JSON.stringify(query)} is none of ours`, () => assert.equal(parsePreviewQuery(query), undefined));
