/** Finds the values of a map by something that they hold, without looking at all of them after every change. */

import { layersIn, small } from './shared-map.ts';

type Find<V> = (map: ReadonlyMap<string, V>, wanted: string) => readonly V[];

/** What of a map's base was found out once. */
interface Known {
  /** The keys of the entries that hold something, by what they hold. */
  readonly holders: ReadonlyMap<string, readonly string[]>;
  /** The place of each key. */
  readonly places: ReadonlyMap<string, number>;
}

/** Answers with the values that hold what is wanted, in the map's order. `heldBy` must depend on the value alone. */
export function indexBy<V>(heldBy: (value: V) => Iterable<string>): Find<V> {
  const indexes = new WeakMap<ReadonlyMap<string, V>, Known>();
  const knownOf = (base: ReadonlyMap<string, V>): Known => {
    const known = indexes.get(base) ?? readBase(base, heldBy);
    indexes.set(base, known);
    return known;
  };
  const holds = (value: V, wanted: string) => {
    for (const each of heldBy(value)) if (each === wanted) return true;
    return false;
  };
  return (map, wanted) => {
    if (map.size < small) return [...map.values()].filter((value) => holds(value, wanted));
    const { base, over } = layersIn(map);
    const { holders, places } = knownOf(base);
    const candidates = new Set([...(holders.get(wanted) ?? []), ...over]);
    const found: { readonly value: V; readonly place: number }[] = [];
    for (const key of candidates) {
      const value = map.get(key);
      if (value === undefined || !holds(value, wanted)) continue;
      found.push({ value, place: places.get(key) ?? base.size + found.length });
    }
    return found.sort((a, b) => a.place - b.place).map(({ value }) => value);
  };
}

function readBase<V>(base: ReadonlyMap<string, V>, heldBy: (value: V) => Iterable<string>): Known {
  const holders = new Map<string, string[]>();
  const places = new Map<string, number>();
  for (const [key, value] of base) {
    places.set(key, places.size);
    for (const each of new Set(heldBy(value))) {
      const others = holders.get(each);
      if (others === undefined) holders.set(each, [key]);
      else others.push(key);
    }
  }
  return { holders, places };
}
