import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { changeBetween, isUntouched, movedSpan } from '../../../../server/src/core/text/change.ts';
import { slice } from '../../../../server/src/core/text/span.ts';

describe('change', () => {
  test('the one stretch that differs', () => {
    assert.deepEqual(changeBetween('one two three', 'one 2 three'), { start: 4, before: 7, after: 5 });
    assert.deepEqual(changeBetween('aa', 'aaa'), { start: 2, before: 2, after: 3 });
    assert.deepEqual(changeBetween('same', 'same'), { start: 4, before: 4, after: 4 });
  });

  test('spans before and after it stand on the same words', () => {
    const before = 'alpha beta gamma';
    const after = 'alpha """ beta gamma';
    const change = changeBetween(before, after);
    for (const word of ['alpha', 'beta', 'gamma']) {
      const start = before.indexOf(word);
      const span = { start, end: start + word.length };
      assert.equal(slice(after, movedSpan(span, change)), word);
      assert.ok(isUntouched(span, change));
    }
  });

  test('a span across it stays inside the text', () => {
    const change = changeBetween('0123456789', '0189');
    assert.deepEqual(movedSpan({ start: 1, end: 9 }, change), { start: 1, end: 3 });
    assert.equal(isUntouched({ start: 1, end: 9 }, change), false);
    assert.deepEqual(movedSpan({ start: 3, end: 5 }, change), { start: 2, end: 2 });
  });
});
