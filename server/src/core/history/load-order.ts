/** The order of revision files, when one of them comes to those that were found on disk. */

/**
 * The entries, in the order Alembic loads the files, with one more: where it was, else by name among those of its
 * folder, else at the end.
 */
export function placed<T>(entries: ReadonlyMap<string, T>, path: string, entry: T): ReadonlyMap<string, T> {
  if (entries.has(path)) return new Map(entries).set(path, entry);
  const all = [...entries];
  const next = all.findIndex(([other]) => folderOf(other) === folderOf(path) && other > path);
  const last = all.findLastIndex(([other]) => folderOf(other) === folderOf(path));
  const at = next >= 0 ? next : last >= 0 ? last + 1 : all.length;
  return new Map(all.toSpliced(at, 0, [path, entry]));
}

function folderOf(path: string): string {
  return path.replace(/[^/\\]*$/, '');
}
