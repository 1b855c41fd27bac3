/** Ancestors and descendants in the revision map, in the order in which Alembic visits them. */

import { assertLikeAlembic, refuse } from './refusal.ts';
import type { Place, RevisionMap, RevisionNode } from './revision-map.ts';

interface Identified {
  readonly id: string;
}

/**
 * Everything reached from the targets along `edges`, the targets included, each once. With `check`, a target that
 * reaches another target is refused. What is no revision is refused when its turn comes.
 */
export function related<N extends Identified>(
  byKey: ReadonlyMap<string, N>,
  targets: readonly (N | 'base' | undefined)[],
  edges: (node: N) => readonly string[],
  check = false,
): N[] {
  const seen = new Set<N>();
  const found: N[] = [];
  for (const target of targets) {
    assertLikeAlembic(target !== undefined && target !== 'base', 'AssertionError: not a revision');
    const visited = new Set<N>();
    const todo = [target];
    for (let node = todo.pop(); node; node = todo.pop()) {
      if (check) visited.add(node);
      if (seen.has(node)) continue;
      seen.add(node);
      for (const id of edges(node)) todo.push(neighbour(byKey, id));
      found.push(node);
    }
    if (check) refuseOverlap(target, visited, targets);
  }
  return found;
}

function neighbour<N extends Identified>(byKey: ReadonlyMap<string, N>, id: string): N {
  const next = byKey.get(id);
  if (!next) return refuse({ kind: 'crash', message: `KeyError: '${id}'` });
  if (next.id !== id) return refuse({ kind: 'revision', message: 'Dependency resolution failed; broken map' });
  return next;
}

function refuseOverlap<N extends Identified>(
  target: N,
  visited: ReadonlySet<N>,
  targets: readonly (N | 'base' | undefined)[],
): void {
  const overlaps = new Set([...visited].filter((other) => other !== target && targets.includes(other)));
  if (overlaps.size === 0) return;
  const others = [...overlaps].map((other) => other.id).join(', ');
  const message = `Requested revision ${target.id} overlaps with other requested revisions ${others}`;
  refuse({ kind: 'revision', message });
}

/** The nodes themselves and everything that must be applied before them. */
export function ancestors(map: RevisionMap, nodes: readonly Place[], how: Walk = {}): RevisionNode[] {
  const edges = (node: RevisionNode) => (how.withoutDependencies ? node.down : node.parents);
  return related(map.byKey, nodes, edges, how.check);
}

/** The nodes themselves and everything that needs them. */
export function descendants(map: RevisionMap, nodes: readonly Place[], how: Walk = {}): RevisionNode[] {
  const edges = (node: RevisionNode) => (how.withoutDependencies ? node.next : node.allNext);
  return related(map.byKey, nodes, edges, how.check);
}

interface Walk {
  /** Follow `down_revision` only. */
  readonly withoutDependencies?: boolean;
  /** Refuse nodes that reach each other. */
  readonly check?: boolean;
}
