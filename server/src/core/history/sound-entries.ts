/** Leaves out of a broken history just what keeps Alembic from loading it, so that the rest can still be shown. */

import type { MapEntry } from './revision-map.ts';

/** The entries without duplicates, clashing labels, dangling references, and edges that lie on a cycle. */
export function soundEntries(entries: readonly MapEntry[]): MapEntry[] {
  const byId = new Map<string, MapEntry>();
  for (const entry of entries) byId.set(entry.id, entry);
  const keys = new Map([...byId.keys()].map((id) => [id, id]));
  const labelled = [...byId.values()].map((entry) => withOwnLabels(entry, keys));
  const linked = labelled.map((entry) => ({
    ...entry,
    down: entry.down.filter((id) => byId.has(id)),
    dependsOn: entry.dependsOn.filter((key) => keys.has(key)),
  }));
  const edges = new Map(linked.map((entry) => [entry.id, edgesOf(entry, keys)]));
  const cycles = cyclesOf(edges);
  const cycleOf = new Map(cycles.flatMap((cycle) => cycle.map((id) => [id, cycle] as const)));
  const onCycle = (from: string, key: string) => {
    const cycle = cycleOf.get(from);
    return cycle !== undefined && cycle === cycleOf.get(keys.get(key) ?? '');
  };
  return linked.map((entry) => ({
    ...entry,
    down: entry.down.filter((id) => !onCycle(entry.id, id)),
    dependsOn: entry.dependsOn.filter((key) => !onCycle(entry.id, key)),
  }));
}

/** The cycles of a history: groups of ids that all need each other. Some of them Alembic itself overlooks. */
export function historyCycles(entries: readonly MapEntry[]): readonly (readonly string[])[] {
  const known = cyclesIn.get(entries) ?? findCycles(entries);
  cyclesIn.set(entries, known);
  return known;
}

/** Asked for twice while one graph is built. */
const cyclesIn = new WeakMap<readonly MapEntry[], readonly (readonly string[])[]>();

function findCycles(entries: readonly MapEntry[]): string[][] {
  const keys = new Map(entries.flatMap((entry) => entry.branchLabels.map((label) => [label, entry.id] as const)));
  for (const entry of entries) keys.set(entry.id, entry.id);
  return cyclesOf(new Map(entries.map((entry) => [entry.id, edgesOf(entry, keys)])));
}

function withOwnLabels(entry: MapEntry, keys: Map<string, string>): MapEntry {
  const branchLabels = entry.branchLabels.filter((label) => {
    const free = !keys.has(label);
    if (free) keys.set(label, entry.id);
    return free;
  });
  return { ...entry, branchLabels };
}

function edgesOf(entry: MapEntry, keys: ReadonlyMap<string, string>): string[] {
  return [...entry.down, ...entry.dependsOn].flatMap((key) => keys.get(key) ?? []);
}

/** Strongly connected groups with an edge inside (Tarjan's algorithm, with its own stack since a history may be long). */
function cyclesOf(edges: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  const cycles: string[][] = [];
  const lower = (id: string, value: number | undefined) => low.set(id, Math.min(low.get(id) ?? 0, value ?? 0));
  const enter = (id: string) => {
    order.set(id, order.size);
    low.set(id, order.size - 1);
    open.push(id);
    isOpen.add(id);
    return { id, next: 0 };
  };
  const leave = (id: string) => {
    if (low.get(id) !== order.get(id)) return;
    const group = open.splice(open.lastIndexOf(id));
    for (const each of group) isOpen.delete(each);
    if (group.length > 1 || edges.get(id)?.includes(id)) cycles.push(group);
  };
  for (const start of edges.keys()) {
    const stack = order.has(start) ? [] : [enter(start)];
    for (let frame = stack.at(-1); frame; frame = stack.at(-1)) {
      const to = edges.get(frame.id)?.[frame.next++];
      if (to === undefined) {
        stack.pop();
        leave(frame.id);
        const above = stack.at(-1);
        if (above) lower(above.id, low.get(frame.id));
      } else if (!order.has(to)) stack.push(enter(to));
      else if (isOpen.has(to)) lower(frame.id, order.get(to));
    }
  }
  return cycles;
}
