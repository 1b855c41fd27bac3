/**
 * Maps that share what they have in common. A history changes one table of hundreds thousands of times; were every
 * catalogue to have a map of its own, time and memory would grow with the square of the history.
 */

/** Below this, a copy is as quick. */
const small = 24;

/** What a shared map is made of. `over` holds what differs from `base`, which is never changed. */
interface Layers {
  readonly base: ReadonlyMap<unknown, unknown>;
  readonly over: ReadonlyMap<unknown, unknown>;
}

const gone = Symbol('removed');
const layersOf = new WeakMap<object, Layers>();

/** The map with one more entry, or another value in the entry's place. Ordered as a `Map` is. */
export function withEntry<K, V>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> {
  const { base, over } = layersOf.get(map) ?? { base: map, over: none };
  // What was removed comes back at the end.
  if (base.size < small || over.size >= limit(base) || over.get(key) === gone) return new Map(map).set(key, value);
  return layered(base, new Map(over).set(key, value), map.has(key) ? map.size : map.size + 1);
}

export function withoutEntry<K, V>(map: ReadonlyMap<K, V>, key: K): ReadonlyMap<K, V> {
  if (!map.has(key)) return map;
  const { base, over } = layersOf.get(map) ?? { base: map, over: none };
  const rest = new Map(over);
  if (base.has(key)) rest.set(key, gone);
  else rest.delete(key);
  if (base.size >= small && over.size < limit(base)) return layered(base, rest, map.size - 1);
  const copy = new Map(map);
  copy.delete(key);
  return copy;
}

const none: ReadonlyMap<unknown, unknown> = new Map();

/** With the root of the size, copying what differs and joining it with the base now and then cost the same. */
function limit(base: ReadonlyMap<unknown, unknown>): number {
  return 2 * Math.sqrt(base.size);
}

function layered<K, V>(
  base: ReadonlyMap<unknown, unknown>,
  over: ReadonlyMap<unknown, unknown>,
  size: number,
): ReadonlyMap<K, V> {
  const map: ReadonlyMap<K, V> = {
    size,
    get: (key) => {
      const value = over.get(key) ?? (over.has(key) ? undefined : base.get(key));
      return value === gone ? undefined : (value as V | undefined);
    },
    has: (key) => (over.has(key) ? over.get(key) !== gone : base.has(key)),
    entries: () => entriesOf<K, V>(base, over),
    keys: () => mapped(entriesOf<K, V>(base, over), ([key]) => key),
    values: () => mapped(entriesOf<K, V>(base, over), ([, value]) => value),
    forEach: (visit, self) => {
      for (const [key, value] of entriesOf<K, V>(base, over)) visit.call(self, value, key, map);
    },
    [Symbol.iterator]: () => entriesOf<K, V>(base, over),
  };
  layersOf.set(map, { base, over });
  return map;
}

function* entriesOf<K, V>(
  base: ReadonlyMap<unknown, unknown>,
  over: ReadonlyMap<unknown, unknown>,
): Generator<[K, V], undefined> {
  for (const [key, before] of base) {
    const value = over.has(key) ? over.get(key) : before;
    if (value !== gone) yield [key as K, value as V];
  }
  for (const [key, value] of over) if (value !== gone && !base.has(key)) yield [key as K, value as V];
}

function* mapped<A, B>(items: Iterable<A>, change: (item: A) => B): Generator<B, undefined> {
  for (const item of items) yield change(item);
}
