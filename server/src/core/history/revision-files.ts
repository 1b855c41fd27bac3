/**
 * The files of a project, each read when asked for, and the graph and the replay over them. A change of one file takes
 * over everything that the change doesn't touch, without looking at the other files.
 */

import type { Catalogue } from '../schema/catalogue.ts';
import { withEntry } from '../schema/shared-map.ts';
import { buildGraph } from './build-graph.ts';
import type { Revision, RevisionGraph } from './graph.ts';
import type { RevisionHeader } from './header.ts';
import { placed } from './load-order.ts';
import { type Migration, type ReadOptions, readMigration } from './migration.ts';
import { readHeaderOf } from './read-header.ts';
import { createReplay, type Replay } from './replay.ts';

/** One file with one text. Another text makes another object. */
export interface RevisionFile {
  readonly path: string;
  readonly text: string;
  header(): RevisionHeader;
  migration(): Migration;
}

export interface RevisionFiles {
  /** By path, in the order Alembic loads them. */
  readonly byPath: ReadonlyMap<string, RevisionFile>;
  /** The files before the last change, where that gave an existing file another text. */
  readonly changed: { readonly from: ReadonlyMap<string, RevisionFile>; readonly path: string } | undefined;
}

/** How files are read, and which of their migrations are still at hand. */
export interface Reading {
  readonly options: ReadOptions;
  /** See `ProjectInput`. */
  readonly readElsewhere: ((file: string, text: string) => Migration | undefined) | undefined;
  /** Of the migrations read last, so many are kept; others are read again when they are asked for. */
  readonly keep: number;
  /** Forgets the migration of a file; those read longest ago come first. */
  readonly recent: Set<() => void>;
}

/** What was computed last, with the files it was computed from. */
export interface LastComputed {
  graph?: {
    readonly files: ReadonlyMap<string, RevisionFile>;
    readonly complete: boolean;
    readonly graph: RevisionGraph;
  };
  replay?: { readonly files: ReadonlyMap<string, RevisionFile>; readonly replay: Replay };
}

export function revisionFiles(
  files: readonly { readonly path: string; readonly text: string }[],
  reading: Reading,
): RevisionFiles {
  const byPath = new Map(files.map(({ path, text }) => [path, revisionFile(path, text, reading)]));
  return { byPath, changed: undefined };
}

/** The files with another text of one of them; `undefined` removes it, a new path adds it. */
export function withText(
  { byPath }: RevisionFiles,
  path: string,
  text: string | undefined,
  reading: Reading,
): RevisionFiles {
  const former = byPath.get(path);
  if (text === undefined) {
    const rest = new Map(byPath);
    rest.delete(path);
    return { byPath: rest, changed: undefined };
  }
  const file = revisionFile(path, text, reading, former);
  if (former === undefined) return { byPath: placed(byPath, path, file), changed: undefined };
  return { byPath: withEntry(byPath, path, file), changed: { from: byPath, path } };
}

function revisionFile(path: string, text: string, reading: Reading, former?: RevisionFile): RevisionFile {
  const previous = former?.migration();
  const options = previous === undefined ? reading.options : { ...reading.options, previous };
  let header: RevisionHeader | undefined;
  let kept: Migration | undefined;
  const forget = () => {
    kept = undefined;
  };
  const migration = () => {
    kept ??=
      (previous === undefined ? reading.readElsewhere?.(path, text) : undefined) ?? readMigration(path, text, options);
    if (reading.keep !== Number.POSITIVE_INFINITY) remember(reading, forget);
    return kept;
  };
  return {
    path,
    text,
    migration,
    // A file that is edited is read whole anyway; of all others the graph needs only the head.
    header: () => {
      header ??= previous === undefined ? readHeaderOf(text, path) : migration().header;
      return header;
    },
  };
}

function remember({ recent, keep }: Reading, forget: () => void): void {
  recent.delete(forget);
  recent.add(forget);
  for (const oldest of recent) {
    if (recent.size <= keep) break;
    recent.delete(oldest);
    oldest();
  }
}

/** The graph of the files; the last one as long as no header has changed. */
export function graphOf({ byPath, changed }: RevisionFiles, complete: boolean, last: LastComputed): RevisionGraph {
  const known = last.graph?.complete === complete ? last.graph : undefined;
  const graph = (known && keptGraph(known, byPath, changed)) ?? builtGraph(byPath, complete);
  last.graph = { files: byPath, complete, graph };
  return graph;
}

function builtGraph(byPath: RevisionFiles['byPath'], complete: boolean): RevisionGraph {
  const headers = [...byPath.values()].map((file) => ({ file: file.path, header: file.header() }));
  return buildGraph(headers, { complete });
}

function keptGraph(
  { files, graph }: NonNullable<LastComputed['graph']>,
  byPath: RevisionFiles['byPath'],
  changed: RevisionFiles['changed'],
): RevisionGraph | undefined {
  if (changed?.from !== files) return haveSameHeaders(files, byPath) ? graph : undefined;
  const [before, after] = [files.get(changed.path), byPath.get(changed.path)];
  if (haveSameHeader(before, after)) return graph;
  return before && after && withHeader(graph, before, after);
}

/** The graph with another description of one revision that has the same place in it. Problems have places in the text. */
function withHeader(graph: RevisionGraph, before: RevisionFile, after: RevisionFile): RevisionGraph | undefined {
  const header = after.header();
  const revision = graph.revisions.get(header.revision?.value ?? '');
  const isFree = graph.problems.length === 0 && before.header().problems.length + header.problems.length === 0;
  if (!isFree || revision === undefined || placeText(before.header()) !== placeText(header)) return undefined;
  const { message, createDate } = header;
  return { ...graph, revisions: withEntry(graph.revisions, revision.id, { ...revision, message, createDate, header }) };
}

/** What gives a revision its place. */
function placeText({ state, revision, down, dependsOn, branchLabels }: RevisionHeader): string {
  const values = [down, dependsOn, branchLabels].map((located) => located.map((each) => each.value));
  return JSON.stringify([state, revision?.value, values]);
}

function haveSameHeaders(a: RevisionFiles['byPath'], b: RevisionFiles['byPath']): boolean {
  if (a.size !== b.size) return false;
  const others = b.values();
  for (const file of a.values()) if (!haveSameHeader(file, others.next().value)) return false;
  return true;
}

function haveSameHeader(a: RevisionFile | undefined, b: RevisionFile | undefined): boolean {
  if (a === undefined || b === undefined || a.path !== b.path) return false;
  return a === b || JSON.stringify(a.header()) === JSON.stringify(b.header());
}

/** The replay of the files along their graph. */
export function replayOf(
  { byPath, changed }: RevisionFiles,
  graph: RevisionGraph,
  last: LastComputed,
  empty: Catalogue,
): Replay {
  const upgrades = {
    source: ({ file }: Revision) => byPath.get(file),
    operations: ({ file }: Revision) => byPath.get(file)?.migration().upgrade ?? [],
  };
  const known = last.replay;
  const isNext = changed !== undefined && changed.from === known?.files;
  const id = isNext ? byPath.get(changed.path)?.header().revision?.value : undefined;
  const replay = createReplay(graph, upgrades, known && { computed: known.replay.computed, changed: id }, empty);
  last.replay = { files: byPath, replay };
  return replay;
}
