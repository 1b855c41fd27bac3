/** The order in which Alembic runs and lists revisions. */

import { assertLikeAlembic } from './refusal.ts';
import { nodeOf, type RevisionMap, type RevisionNode } from './revision-map.ts';

/**
 * The wanted revisions, each before everything below it (newest first). `heads` are where the walk begins; it stays on
 * one line as long as nothing else needs the next revision.
 */
export function topologicalOrder(
  map: RevisionMap,
  wanted: Iterable<RevisionNode>,
  heads: readonly RevisionNode[],
): string[] {
  const todo = new Set([...wanted].map((node) => node.id));
  const reaches = reachability(map);
  const lines = [...new Set(heads.map((node) => node.id))].filter((id) => todo.has(id)).map((id) => nodeOf(map, id));
  lines.sort((a, b) => a.index - b.index);
  const open = new Set(lines.map((node) => node.id));
  const output: string[] = [];
  let at = 0;
  let switches = 0;
  for (let node = lines[at]; node; node = lines[at]) {
    const candidate = node;
    const needed = lines.findIndex((line, i) => i !== at && reaches(line, candidate));
    if (needed >= 0) {
      at = needed;
      // Alembic misses some cycles when it loads the files, and would go round in them for ever.
      assertLikeAlembic(++switches <= lines.length, 'a cycle of revisions that need each other');
      continue;
    }
    switches = 0;
    if (todo.delete(candidate.id)) output.push(candidate.id);
    const below = candidate.parents.filter((id) => todo.has(id) && !open.has(id));
    open.delete(candidate.id);
    for (const id of below) open.add(id);
    const [first, ...others] = below.map((id) => nodeOf(map, id));
    if (first) lines.splice(at, 1, first);
    else lines.splice(at, 1);
    lines.push(...others);
    if (!first) at = Math.max(at - 1, 0);
  }
  assertLikeAlembic(todo.size === 0, 'AssertionError: revisions that no head reaches');
  return output;
}

/** Whether the first node has the second among its ancestors. A search never goes below the second one's depth. */
function reachability(map: RevisionMap): (from: RevisionNode, to: RevisionNode) => boolean {
  let depths: ReadonlyMap<string, number> | undefined;
  return (from, to) => {
    depths ??= depthsOf(map);
    const floor = depths.get(to.id) ?? -1;
    if (from.id !== to.id && (depths.get(from.id) ?? 0) <= floor) return false;
    const seen = new Set<string>();
    const todo = [from.id];
    for (let id = todo.pop(); id !== undefined; id = todo.pop()) {
      if (id === to.id) return true;
      if (seen.has(id) || (depths.get(id) ?? 0) <= floor) continue;
      seen.add(id);
      todo.push(...nodeOf(map, id).parents);
    }
    return false;
  };
}

/** The longest way from each revision down to a base; empty when there is a cycle. No recursion: a history may be long. */
function depthsOf(map: RevisionMap): ReadonlyMap<string, number> {
  const depths = new Map<string, number>();
  const begun = new Set<string>();
  for (const [key, start] of map.byKey) {
    const todo = key === start.id ? [start] : [];
    for (let node = todo.at(-1); node; node = todo.at(-1)) {
      const open = node.parents.filter((id) => !depths.has(id));
      if (open.length === 0) {
        depths.set(node.id, Math.max(0, ...node.parents.map((id) => (depths.get(id) ?? 0) + 1)));
        todo.pop();
      } else if (begun.has(node.id)) {
        return new Map();
      } else {
        begun.add(node.id);
        todo.push(...open.map((id) => nodeOf(map, id)));
      }
    }
  }
  return depths;
}
