import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nearest } from '../../../../server/src/core/text/nearest.ts';

test('the word with the fewest edits, if it is near enough', () => {
  const names = ['drop-table', 'drop-column', 'rename-column'];
  assert.equal(nearest('drop-tabel', names), 'drop-table');
  assert.equal(nearest('Drop-Column', names), 'drop-column');
  assert.equal(nearest('column-rename-x', names), undefined);
  assert.equal(nearest('', []), undefined);
});
