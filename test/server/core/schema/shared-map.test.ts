/** Shared maps are maps: random changes do to them what they do to a `Map`, and leave what was there before alone. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changedKeys, withEntry, withoutEntry } from '../../../../server/src/core/schema/shared-map.ts';

test('random changes', () => {
  let state = 7;
  const random = (limit: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) % limit;
  };
  let shared: ReadonlyMap<string, number> = new Map();
  let plain = new Map<string, number>();
  const kept: { shared: typeof shared; plain: typeof plain }[] = [];
  for (let step = 0; step < 3000; step++) {
    const key = `k${random(step < 1500 ? 200 : 60)}`;
    plain = new Map(plain);
    if (random(3) === 0) {
      plain.delete(key);
      shared = withoutEntry(shared, key);
    } else {
      plain.set(key, step);
      shared = withEntry(shared, key, step);
    }
    if (step % 50 === 0) kept.push({ shared, plain });
    assert.equal(shared.size, plain.size);
    assert.equal(shared.get(key), plain.get(key));
    assert.equal(shared.has(key), plain.has(key));
  }
  assert.ok(kept.some((one) => one.shared.size > 100));
  assert.ok(kept.some((one) => !(one.shared instanceof Map)));
  for (const one of kept) {
    assert.deepEqual([...one.shared], [...one.plain]);
    assert.deepEqual([...one.shared.keys()], [...one.plain.keys()]);
    assert.deepEqual([...one.shared.values()], [...one.plain.values()]);
    assert.deepEqual([...one.shared.entries()], [...one.plain]);
    assert.deepEqual(new Map(one.shared), one.plain);
    const seen: unknown[] = [];
    one.shared.forEach((value, key) => void seen.push([key, value]));
    assert.deepEqual(seen, [...one.plain]);
  }
});

test('a value may be undefined', () => {
  const many = new Map(Array.from({ length: 50 }, (_, i) => [`k${i}`, i as number | undefined]));
  const changed = withEntry(many, 'k3', undefined);
  assert.equal(changed.get('k3'), undefined);
  assert.equal(changed.has('k3'), true);
  assert.equal(changed.size, 50);
  assert.equal(withoutEntry(many, 'absent'), many);
});

test('what differs between two maps that come of one another is found, in their order', () => {
  let state = 11;
  const random = (limit: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) % limit;
  };
  const kept: ReadonlyMap<string, number>[] = [];
  let map: ReadonlyMap<string, number> = new Map();
  for (let step = 0; step < 1200; step++) {
    const key = `k${random(90)}`;
    map = random(4) === 0 ? withoutEntry(map, key) : withEntry(map, key, random(3));
    kept.push(map);
  }
  for (let pair = 0; pair < 1500; pair++) {
    const at = random(kept.length);
    const [from = map, to = map] = [kept[at], kept[Math.min(kept.length - 1, at + random(pair < 1000 ? 8 : 200))]];
    const all = [...new Set([...to.keys(), ...from.keys()])];
    const expected = all.filter((key) => from.get(key) !== to.get(key));
    assert.deepEqual(changedKeys(from, to), expected);
  }
});
