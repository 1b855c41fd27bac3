/** Ids for revisions that a fix makes: the next number where the project counts, else a hash of the content. */

import type { RevisionGraph } from '../../history/graph.ts';

/** @param content what the revision is about; the same content gives the same id */
export function newId(graph: RevisionGraph, down: readonly string[], content: string): string {
  return nextNumber(graph, down, content) ?? hash(graph, `${down.join(' ')} ${content}`);
}

/** `0007` after `0006`, and `0007_add_tags` after `0006_users`; undefined where ids aren't numbers. */
function nextNumber(graph: RevisionGraph, down: readonly string[], content: string): string | undefined {
  const last = down.at(-1);
  const counted = last === undefined ? null : /^(\d{1,5})(_.*)?$/.exec(last);
  const ids = [...graph.revisions.keys()];
  if (counted === null || !ids.every((id) => /^\d{1,5}(_.*)?$/.test(id))) return undefined;
  const highest = Math.max(...ids.map((id) => Number.parseInt(id, 10)));
  const number = String(highest + 1).padStart(counted[1]?.length ?? 0, '0');
  if (counted[2] === undefined) return number;
  const slug = slugOf(content.split(' ').slice(0, 4).join(' '));
  return `${number}_${slug}`.slice(0, 32).replace(/_+$/, '');
}

/** Twelve hexadecimal digits, as Alembic's own ids have (FNV-1a over two seeds); another one while it is taken. */
function hash(graph: RevisionGraph, content: string): string {
  for (let attempt = 0; ; attempt++) {
    const text = attempt === 0 ? content : `${content} ${attempt}`;
    const id = (fnv(text, 0x811c9dc5) + fnv(text, 0x01234567)).slice(0, 12);
    if (!graph.revisions.has(id)) return id;
  }
}

function fnv(text: string, seed: number): string {
  let value = seed;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return (value >>> 0).toString(16).padStart(8, '0');
}

/** Words in lower case with underscores, at most 40 characters, as Alembic makes them. */
export function slugOf(message: string): string {
  const slug = (message.match(/[\p{L}\p{N}_]+/gu) ?? []).join('_').toLowerCase();
  return slug.length <= 40 ? slug : slug.slice(0, 40).replace(/_[^_]*$/, '');
}
