/** How deep a tree goes, measured without recursion: the readers recurse, and must not run out of stack. */

/** Whether more than the given number of objects and lists stand inside one another. */
export function isDeeperThan(tree: object, most: number): boolean {
  const pending: { readonly value: object; readonly depth: number }[] = [{ value: tree, depth: 1 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.depth > most) return true;
    for (const member of Object.values(next.value)) {
      if (typeof member === 'object' && member !== null) pending.push({ value: member, depth: next.depth + 1 });
    }
  }
  return false;
}
