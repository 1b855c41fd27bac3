/**
 * Maps that share what they have in common. A history changes one table of hundreds thousands of times; were every
 * catalogue to have a map of its own, time and memory would grow with the square of the history.
 */

/** Below this, a copy is as quick. */
export const small = 24;

/** What a shared map is made of. `over` holds what differs from `base`, which is never changed. */
interface Layers {
  readonly base: ReadonlyMap<unknown, unknown>;
  readonly over: ReadonlyMap<unknown, unknown>;
}

const gone = Symbol('removed');
const layersOf = new WeakMap<object, Layers>();

/** What the map is made of; a plain one is its own base. */
export function layersIn<K, V>(
  map: ReadonlyMap<K, V>,
): {
  readonly base: ReadonlyMap<K, V>;
  /** May hold keys that were removed, which `map` doesn't have. */
  readonly over: readonly K[];
} {
  const layers = layersOf.get(map);
  if (layers === undefined) return { base: map, over: [] };
  return { base: layers.base as ReadonlyMap<K, V>, over: [...layers.over.keys()] as K[] };
}

/**
 * The keys whose values are not the same object in both, in the order of `to`, then of `from`. Maps that come of one
 * another are compared where they were changed and nowhere else.
 */
export function changedKeys<K>(from: ReadonlyMap<K, unknown>, to: ReadonlyMap<K, unknown>): readonly K[] {
  if (from === to) return [];
  const [before, after] = [layersIn(from), layersIn(to)];
  const all = () => new Set([...to.keys(), ...from.keys()]);
  const candidates = before.base === after.base ? new Set([...after.over, ...before.over]) : all();
  const differs = (key: K) => from.get(key) !== to.get(key) || from.has(key) !== to.has(key);
  const changed = [...candidates].filter(differs);
  if (changed.length < 2 || before.base !== after.base) return changed;
  const wanted = new Set(changed);
  return [...all()].filter((key) => wanted.has(key));
}

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
