/**
 * Maps that share what they have in common. A history changes one table of hundreds thousands of times; were every
 * catalogue to have a map of its own, time and memory would grow with the square of the history.
 */

/** Below this, a copy is as quick. */
export const small = 24;

const gone = Symbol('removed');

/** What the map is made of; a plain one is its own base. */
export function layersIn<K, V>(
  map: ReadonlyMap<K, V>,
): {
  readonly base: ReadonlyMap<K, V>;
  /** May hold keys that were removed, which `map` doesn't have. */
  readonly over: readonly K[];
} {
  return map instanceof Layered ? { base: map.base, over: [...map.over.keys()] } : { base: map, over: [] };
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
  const { base, over } = partsOf(map);
  // What was removed comes back at the end.
  if (base.size < small || over.size >= limit(base) || over.get(key) === gone) return new Map(map).set(key, value);
  return new Layered(base, new Map(over).set(key, value), map.has(key) ? map.size : map.size + 1);
}

export function withoutEntry<K, V>(map: ReadonlyMap<K, V>, key: K): ReadonlyMap<K, V> {
  if (!map.has(key)) return map;
  const { base, over } = partsOf(map);
  const rest = new Map(over);
  if (base.has(key)) rest.set(key, gone);
  else rest.delete(key);
  if (base.size >= small && over.size < limit(base)) return new Layered(base, rest, map.size - 1);
  const copy = new Map(map);
  copy.delete(key);
  return copy;
}

/** With the root of the size, copying what differs and joining it with the base now and then cost the same. */
function limit(base: ReadonlyMap<unknown, unknown>): number {
  return 2 * Math.sqrt(base.size);
}

function partsOf<K, V>(map: ReadonlyMap<K, V>): { readonly base: ReadonlyMap<K, V>; readonly over: Over<K, V> } {
  return map instanceof Layered ? map : { base: map, over: new Map() };
}

type Over<K, V> = ReadonlyMap<K, V | typeof gone>;

/** A class, unlike other data here: hundreds come into being with every keystroke, and methods of their own cost more. */
class Layered<K, V> implements ReadonlyMap<K, V> {
  /** Never changed. */
  readonly base: ReadonlyMap<K, V>;
  /** What differs from `base`. */
  readonly over: Over<K, V>;
  readonly size: number;

  constructor(base: ReadonlyMap<K, V>, over: Over<K, V>, size: number) {
    this.base = base;
    this.over = over;
    this.size = size;
  }

  get(key: K): V | undefined {
    const value = this.over.get(key);
    if (value === undefined && !this.over.has(key)) return this.base.get(key);
    return value === gone ? undefined : value;
  }

  has(key: K): boolean {
    return this.over.has(key) ? this.over.get(key) !== gone : this.base.has(key);
  }

  *entries(): Generator<[K, V], undefined> {
    const { base, over } = this;
    for (const entry of base) {
      const value = over.get(entry[0]);
      if (value === undefined && !over.has(entry[0])) yield entry;
      else if (value !== gone) yield [entry[0], value as V];
    }
    for (const [key, value] of over) if (value !== gone && !base.has(key)) yield [key, value];
  }

  *keys(): Generator<K, undefined> {
    for (const [key] of this.entries()) yield key;
  }

  *values(): Generator<V, undefined> {
    const { base, over } = this;
    for (const [key, before] of base) {
      const value = over.get(key);
      if (value === undefined && !over.has(key)) yield before;
      else if (value !== gone) yield value as V;
    }
    for (const [key, value] of over) if (value !== gone && !base.has(key)) yield value;
  }

  forEach(visit: (value: V, key: K, map: ReadonlyMap<K, V>) => void, self?: unknown): void {
    for (const [key, value] of this.entries()) visit.call(self, value, key, this);
  }

  [Symbol.iterator](): Generator<[K, V], undefined> {
    return this.entries();
  }
}
