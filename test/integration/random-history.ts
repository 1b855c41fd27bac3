/** Random revision histories and questions about them, the same for the same seed. */

import type { MapEntry } from '../../server/src/core/history/revision-map.ts';

export type Query =
  | { readonly op: 'upgrade' | 'downgrade'; readonly target: string; readonly rows: readonly string[] }
  | { readonly op: 'stamp'; readonly targets: readonly string[]; readonly rows: readonly string[] }
  | { readonly op: 'show' | 'get'; readonly id: string }
  | { readonly op: 'range'; readonly lower: string; readonly upper: string };

export interface Random {
  /** An integer from 0 up to but not including `below`. */
  int(below: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly [T, ...T[]]): T;
  /** An item, or undefined from an empty list. */
  some<T>(items: readonly T[]): T | undefined;
}

/** Mulberry32: small, and good enough to mix cases. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const int = (below: number) => Math.floor(next() * below);
  return {
    int,
    chance: (probability) => next() < probability,
    pick: (items) => items[int(items.length)] ?? items[0],
    some: (items) => items[int(items.length)],
  };
}

/** What a history is like. */
export type Shape = 'plain' | 'branches' | 'dependencies' | 'tangle' | 'broken';

export const shapes: readonly [Shape, ...Shape[]] = ['plain', 'branches', 'dependencies', 'tangle', 'broken'];

const labelNames = ['red', 'blue', 'green', 'expand', 'contract', 'core'];

/** Entries in the order of their files, which is not that of the history. */
export function randomHistory(random: Random, shape: Shape): MapEntry[] {
  const size = random.int(random.chance(0.1) ? 40 : 14) + (random.chance(0.02) ? 0 : 1);
  const ids = randomIds(random, size);
  const free = [...labelNames];
  const entries = ids.map((id, i) => randomEntry(random, shape, id, ids.slice(0, i), free));
  const labelled = entries.filter((entry) => entry.branchLabels.length > 0);
  const withLabels = entries.map((entry, i) => {
    const earlier = labelled.find((other) => entries.indexOf(other) < i && random.chance(0.2));
    const [label] = earlier?.branchLabels ?? [];
    if (entry.dependsOn.length === 0 || label === undefined) return entry;
    return { ...entry, dependsOn: [label, ...entry.dependsOn.slice(1)] };
  });
  const damaged = shape === 'broken' ? damage(random, withLabels) : withLabels;
  return shuffle(random, damaged);
}

/** Ids of many lengths, some of which begin alike. */
function randomIds(random: Random, size: number): string[] {
  const ids = new Set<string>();
  while (ids.size < size) {
    const length = random.pick([1, 2, 3, 4, 4, 5, 6, 12]);
    const start = random.pick(['', '', 'ab', 'abcd', '0', 'x_']);
    let id = start;
    while (id.length < length) id += random.pick(['a', 'b', 'c', '0', '1', '7', 'f', 'é']);
    ids.add(random.chance(0.01) ? random.pick(['head', 'base', 'heads', '12', 'current']) : id);
  }
  return [...ids];
}

function randomEntry(
  random: Random,
  shape: Shape,
  id: string,
  earlier: readonly string[],
  freeLabels: string[],
): MapEntry {
  const recent = earlier.slice(-random.pick([1, 1, 2, 3, 8]));
  const parent = shape === 'plain' ? earlier.at(-1) : random.some(recent);
  const newBase = parent === undefined || (shape !== 'plain' && random.chance(0.08));
  const down = newBase ? [] : [parent];
  if (shape !== 'plain' && !newBase && random.chance(0.2)) {
    for (let i = random.pick([1, 1, 2]); i > 0; i--) down.push(random.some(earlier) ?? parent);
  }
  const dependsOn: string[] = [];
  if (shape !== 'plain' && shape !== 'branches' && random.chance(0.3)) {
    const count = shape === 'tangle' ? random.pick([1, 2, 3]) : 1;
    for (let i = 0; i < count; i++) dependsOn.push(...[random.some(earlier)].filter((other) => other !== undefined));
  }
  const labelled = shape !== 'plain' && random.chance(0.15);
  const branchLabels = labelled ? freeLabels.splice(0, random.pick([1, 1, 2])) : [];
  return { id, down: random.chance(0.97) ? [...new Set(down)] : down, dependsOn, branchLabels };
}

/** One thing wrong, now and then two. */
function damage(random: Random, entries: readonly MapEntry[]): MapEntry[] {
  let result = [...entries];
  for (let count = random.pick([1, 1, 1, 2]); count > 0; count--) {
    const at = random.int(result.length);
    const entry = result[at];
    const other = random.some(result);
    if (!entry || !other) return result;
    const change: MapEntry = random.pick([
      { ...entry, down: [...entry.down, 'missing'] },
      { ...entry, down: [''] },
      { ...entry, down: [other.id] },
      { ...entry, down: [entry.id] },
      { ...entry, down: [other.branchLabels[0] ?? other.id] },
      { ...entry, dependsOn: [other.id] },
      { ...entry, dependsOn: [entry.id] },
      { ...entry, dependsOn: [''] },
      { ...entry, dependsOn: ['missing'] },
      { ...entry, dependsOn: entry.branchLabels },
      { ...entry, branchLabels: [other.id] },
      { ...entry, branchLabels: [...entry.branchLabels, ...other.branchLabels] },
      { ...entry, id: `${entry.id}-${random.pick(['', '@', ':+'])}` },
      { ...entry, id: other.id },
    ]);
    result = result.map((each, i) => (i === at ? change : each));
  }
  return result;
}

function shuffle<T>(random: Random, items: readonly T[]): T[] {
  const result = [...items];
  if (random.chance(0.3)) return result;
  for (let i = result.length - 1; i > 0; i--) {
    const j = random.int(i + 1);
    const [a, b] = [result[i], result[j]];
    if (a === undefined || b === undefined) continue;
    result[i] = b;
    result[j] = a;
  }
  return result;
}

/** A question; `realRows` are row sets that runs of Alembic can leave. */
export function randomQuery(
  random: Random,
  entries: readonly MapEntry[],
  realRows: readonly (readonly string[])[],
): Query {
  const ids = entries.map((entry) => entry.id);
  const rows = (): readonly string[] => {
    if (random.chance(0.7)) return random.some(realRows) ?? [];
    return Array.from({ length: random.pick([0, 1, 1, 2, 3]) }, () => random.some(ids) ?? 'gone');
  };
  const target = () => randomTarget(random, entries);
  switch (
    random.pick(['upgrade', 'upgrade', 'upgrade', 'downgrade', 'downgrade', 'downgrade', 'stamp', 'show', 'range'])
  ) {
    case 'upgrade':
      return { op: 'upgrade', target: target(), rows: rows() };
    case 'downgrade':
      return { op: 'downgrade', target: target(), rows: rows() };
    case 'stamp':
      return { op: 'stamp', targets: Array.from({ length: random.pick([1, 1, 1, 2, 3]) }, target), rows: rows() };
    case 'range':
      return {
        op: 'range',
        lower: random.chance(0.3) ? 'base' : target(),
        upper: random.chance(0.3) ? 'heads' : target(),
      };
    default:
      return { op: random.pick(['show', 'get']), id: target() };
  }
}

function randomTarget(random: Random, entries: readonly MapEntry[]): string {
  const ids = entries.map((entry) => entry.id);
  const id = random.some(ids) ?? 'none';
  const labels = entries.flatMap((entry) => entry.branchLabels);
  const label = random.chance(0.85) ? (random.some(labels) ?? id) : random.pick([id, 'nolabel', 're', '']);
  const partial = id.slice(0, 1 + random.int(id.length));
  const number = random.pick([0, 1, 1, 1, 2, 3, 9]);
  const symbol = random.pick([id, partial, 'head', 'heads', 'base', label]);
  return random.pick([
    id,
    id,
    partial,
    'head',
    'heads',
    'base',
    label,
    `+${number}`,
    `-${number}`,
    `${symbol}+${number}`,
    `${symbol}-${number}`,
    `${label}@head`,
    `${label}@heads`,
    `${label}@base`,
    `${label}@${id}`,
    `${label}@${partial}`,
    `${label}@+${number}`,
    `${label}@-${number}`,
    `${label}@${symbol}-${number}`,
    `${label}@${symbol}+${number}`,
    random.pick(['', 'nothing', 'a@b@c', '-01', '+1junk', 'current', '@head', 'head@head', '1', ' -1']),
  ]);
}
