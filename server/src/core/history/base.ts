/** Revisions that others have already: those of the branch that this work will be merged into, or those of a database. */

import { buildGraph } from './build-graph.ts';
import { editsOf } from './edited.ts';
import type { RevisionGraph } from './graph.ts';
import { readHeaderOf } from './read-header.ts';

interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** What was found out about them; paths are those that the project's own files would have. */
export interface BaseFiles {
  /** As a message names it: `origin/main`, `the database localhost:5432/shop`. */
  readonly name: string;
  readonly kind: 'branch' | 'database';
  /** The revisions as they are there now. */
  readonly now: readonly SourceFile[];
  /**
   * Those that this work began with: of a branch, where it forked off; the same as `now` for a database. Undefined where
   * that can't be found out; then nothing is said of edits and deletions.
   */
  readonly fork: readonly SourceFile[] | undefined;
  /** Of a database: what it stands at and no file had when it was read. */
  readonly lost?: readonly string[];
}

export interface Base {
  readonly name: string;
  readonly kind: BaseFiles['kind'];
  readonly now: BaseRevisions;
  readonly fork: BaseRevisions | undefined;
  readonly lost: readonly string[];
}

export interface BaseRevisions {
  readonly graph: RevisionGraph;
  /** The text of a revision's file. */
  text(id: string): string | undefined;
}

const known = new WeakMap<BaseFiles, Base>();

/** The same files are read once, so that what was found out with them holds. */
export function readBase(files: BaseFiles): Base {
  const former = known.get(files);
  if (former !== undefined) return former;
  const { name, kind, now, fork, lost = [] } = files;
  const read = revisions(now);
  const base = { name, kind, now: read, fork: fork === now ? read : fork && revisions(fork), lost };
  known.set(files, base);
  return base;
}

/** How a message says that others have a revision: `in origin/main`, `applied to the database localhost:5432/shop`. */
export function havingIt({ kind, name }: Base): string {
  return kind === 'branch' ? `in ${name}` : `applied to ${name}`;
}

/** Whether the base has the revision, now or where the work forked off. */
export function baseHas({ now, fork }: Base, id: string): boolean {
  return now.graph.revisions.has(id) || (fork?.graph.revisions.has(id) ?? false);
}

/** Everything that comes after the revision, by `down_revision`. */
export function successors({ children }: Pick<RevisionGraph, 'children'>, id: string): ReadonlySet<string> {
  const seen = new Set([id]);
  for (const each of seen) for (const child of children.get(each) ?? []) seen.add(child);
  seen.delete(id);
  return seen;
}

/** Whether the base lacks the revision, or the work made it do something else; another parent alone is no such thing. */
export function isNewSince({ now, fork }: Base, id: string, text: string): boolean {
  const there = now.text(id);
  if (there === undefined) return true;
  const before = fork?.text(id) ?? there;
  return [before, there].every((former) => editsOf(former, text).some(({ part }) => part !== 'place'));
}

function revisions(files: readonly SourceFile[]): BaseRevisions {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const graph = buildGraph(files.map(({ path, text }) => ({ file: path, header: readHeaderOf(text, path) })));
  return { graph, text: (id) => texts.get(graph.revisions.get(id)?.file ?? '') };
}
