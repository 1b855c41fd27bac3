/** Builds the revision graph of a project from the headers of its files. */

import { buildRevisionMap } from './build-map.ts';
import type { GraphProblem, Revision, RevisionGraph } from './graph.ts';
import { graphProblems } from './graph-problems.ts';
import type { RevisionHeader } from './header.ts';
import { topologicalOrder } from './order.ts';
import { attempt } from './refusal.ts';
import type { MapEntry, MapFailure, RevisionMap, RevisionNode } from './revision-map.ts';
import { historyCycles, soundEntries } from './sound-entries.ts';

/** A revision file's path and header. */
export interface HeaderFile {
  readonly file: string;
  readonly header: RevisionHeader;
}

/**
 * The graph of the files, given in Alembic's order. `complete: false` says that other revisions may exist that could
 * not be read, so that nothing is concluded from absence.
 */
export function buildGraph(files: readonly HeaderFile[], options: { readonly complete?: boolean } = {}): RevisionGraph {
  const declared = files.flatMap((each) => revisionOf(each) ?? []);
  const entries = declared.map(entryOf);
  const built = buildRevisionMap(entries);
  const sound = isSound(built.map, entries) ? built.map : soundMap(entries);
  const map = built.map ?? sound;
  const complete = (options.complete ?? true) && files.every(({ header }) => edgesAreKnown(header));
  const problems = graphProblems({ files, revisions: declared, entries, map: sound, failure: built.failure, complete });
  const byId = new Map<string, Revision>();
  for (const revision of declared) byId.set(revision.id, revision);
  const nodes = [...byId.keys()].flatMap((id) => map.byKey.get(id) ?? []);
  return {
    revisions: byId,
    children: new Map(nodes.map((node) => [node.id, node.next])),
    heads: unique(map.heads),
    realHeads: unique(map.realHeads),
    bases: unique(map.bases),
    branchPoints: nodes.filter((node) => node.next.length > 1).map((node) => node.id),
    mergePoints: nodes.filter((node) => node.down.length > 1).map((node) => node.id),
    labels: new Map(nodes.map((node) => [node.id, node.labels])),
    history: historyOf(sound),
    problems,
    complete,
    failure: failureOf(problems, built.failure),
    map,
  };
}

function revisionOf({ file, header }: HeaderFile): Revision | undefined {
  if (!header.revision) return undefined;
  const values = (located: RevisionHeader['down']) => located.map((each) => each.value);
  return {
    id: header.revision.value,
    down: values(header.down),
    dependsOn: values(header.dependsOn),
    branchLabels: values(header.branchLabels),
    message: header.message,
    createDate: header.createDate,
    file,
    header,
  };
}

function entryOf({ id, down, dependsOn, branchLabels }: Revision): MapEntry {
  return { id, down, dependsOn, branchLabels };
}

/** A label that is computed hides no edge unless a dependency is named by it; that shows as a missing dependency. */
function edgesAreKnown(header: RevisionHeader): boolean {
  return (
    header.revision !== undefined &&
    header.problems.every((problem) => problem.code === 'illegal-id' || problem.code === 'dynamic-branch-labels')
  );
}

/** Alembic loads duplicates with a mere warning, and overlooks some cycles. */
function isSound(map: RevisionMap | undefined, entries: readonly MapEntry[]): map is RevisionMap {
  return map !== undefined && map.duplicates.length === 0 && historyCycles(entries).length === 0;
}

function soundMap(entries: readonly MapEntry[]): RevisionMap {
  return buildRevisionMap(soundEntries(entries), { illegalIds: true }).map ?? emptyMap;
}

const emptyMap: RevisionMap = { byKey: new Map(), heads: [], realHeads: [], bases: [], duplicates: [] };

function unique(ids: readonly string[]): string[] {
  return [...new Set(ids)];
}

/** A sound map has neither cycles nor duplicates, so that every revision gets its place. */
function historyOf(sound: RevisionMap): string[] {
  const nodes = [...new Set(sound.byKey.values())];
  const heads = sound.realHeads.flatMap((id): RevisionNode[] => {
    const node = sound.byKey.get(id);
    return node ? [node] : [];
  });
  return attempt(() => topologicalOrder(sound, nodes, heads)).value ?? nodes.map((node) => node.id).reverse();
}

/** What a file's header does to every command counts first, since Alembic loads all files before it looks at relations. */
function failureOf(problems: readonly GraphProblem[], failure: MapFailure | undefined): GraphProblem | undefined {
  const inHeader = problems.find((problem) => fatalInHeader.has(problem.code));
  if (inHeader) return { ...inHeader, message: inHeader.alembicSays ?? inHeader.message };
  if (!failure) return undefined;
  const about = problems.filter((each) => each.revision !== undefined && failure.revisions.includes(each.revision));
  const same = about.find((each) => each.code === failure.code);
  const place = same ?? about[0] ?? problems[0] ?? { ...nowhere, revision: failure.revisions[0] };
  // A traceback ends in a bare KeyError; the warning before it says more.
  const message = (failure.traceback && same?.alembicSays) || failure.message;
  return { ...place, code: failure.code, message, alembicSays: message };
}

const nowhere = { file: '', span: { start: 0, end: 0 }, certain: true };

const fatalInHeader = new Set([
  'no-revision',
  'no-down-revision',
  'wrong-type',
  'illegal-id',
  'dynamic-revision',
  'dynamic-down-revision',
  'dynamic-depends-on',
]);
