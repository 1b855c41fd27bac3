/** The pages in docs/rules are those that the rules make. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { differences, rulePages } from '../../../../docs/generate.ts';

test('docs/rules holds exactly what the rules say', async () => {
  assert.deepEqual(differences(await rulePages()), [], 'Run "npm run docs" to write the pages anew.');
});
