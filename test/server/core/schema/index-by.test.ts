/** Whatever is done to a map, its values are found by what they hold as if all of them were looked at. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { indexBy } from '../../../../server/src/core/schema/index-by.ts';
import { withEntry, withoutEntry } from '../../../../server/src/core/schema/shared-map.ts';

test('random changes', () => {
  let state = 3;
  const random = (limit: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) % limit;
  };
  const find = indexBy<readonly string[]>((words) => words);
  let map: ReadonlyMap<string, readonly string[]> = new Map();
  let largest = 0;
  for (let step = 0; step < 3000; step++) {
    const key = `k${random(step < 2000 ? 150 : 20)}`;
    const words = Array.from({ length: random(4) }, () => `w${random(12)}`);
    map = random(4) === 0 ? withoutEntry(map, key) : withEntry(map, key, words);
    largest = Math.max(largest, map.size);
    const wanted = `w${random(13)}`;
    assert.deepEqual(
      find(map, wanted),
      [...map.values()].filter((each) => each.includes(wanted)),
    );
  }
  assert.ok(largest > 100);
});
