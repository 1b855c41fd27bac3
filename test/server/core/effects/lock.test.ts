/** What a lock means to others; which modes conflict is compared with servers in the effects oracle. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { blockedWords, blocks, conflicts, isStronger, lockModes } from '../../../../server/src/core/effects/lock.ts';

test('conflict is mutual, and a stronger mode conflicts with all that a weaker one does', () => {
  for (const a of lockModes) {
    for (const b of lockModes) assert.equal(conflicts(a, b), conflicts(b, a), `${a}, ${b}`);
  }
  const counts = lockModes.map((a) => lockModes.filter((b) => conflicts(a, b)).length);
  assert.deepEqual(counts, [1, 2, 4, 5, 5, 6, 7, 8]);
});

test('what waits, from nothing to everything', () => {
  const waiting = lockModes.map((mode) => {
    const { reads, writes, maintenance } = blocks(mode);
    return [reads && 'reads', writes && 'writes', maintenance && 'maintenance'].filter(Boolean).join();
  });
  assert.deepEqual(waiting, [
    '',
    '',
    '',
    'maintenance',
    'writes,maintenance',
    'writes,maintenance',
    'writes,maintenance',
    'reads,writes,maintenance',
  ]);
});

test('words for a person', () => {
  assert.equal(blockedWords('ACCESS EXCLUSIVE'), 'reads and writes');
  assert.equal(blockedWords('SHARE'), 'writes');
  assert.equal(blockedWords('SHARE UPDATE EXCLUSIVE'), undefined);
  assert.ok(isStronger('SHARE', 'ROW EXCLUSIVE') && !isStronger('SHARE', 'SHARE'));
});
