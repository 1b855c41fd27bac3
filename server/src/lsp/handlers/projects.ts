/** `alembicGuard/projects`: what the client's tree shows. */

import type { ProjectProblem, ProjectSnapshot } from '../../core/analysis.ts';
import type { RevisionGraph } from '../../core/history/graph.ts';
import { indexLines } from '../../core/text/line-index.ts';
import { methods, type ProjectData, type RevisionData } from '../../protocol/messages.ts';
import type { OpenedProject } from '../../workspace/open-project.ts';
import { toRange, uriOf } from '../convert.ts';
import { guard } from '../guard.ts';
import type { Handler } from '../handler.ts';

export const projects: Handler = (session, publisher) => {
  const { connection } = session;
  connection.onRequest(
    methods.projects,
    guard(connection, methods.projects, [], async () => {
      await session.ready;
      await publisher.begun();
      return session.projects().map(projectData);
    }),
  );
};

/** A project as the client sees it. */
export function projectData({ project, snapshot }: OpenedProject): ProjectData {
  const { graph } = snapshot;
  const { schema, name } = project.environment.versionTable;
  return {
    id: project.id,
    name: project.name,
    cwd: project.cwd,
    root: project.root,
    config: project.config,
    section: project.section,
    layout: project.layout,
    scriptLocation: project.scriptLocation,
    versionLocations: project.versionLocations,
    versionTable: schema === undefined ? { name } : { schema, name },
    revisions: revisionOrder(graph).map((id) => {
      const survey = snapshot.lastSurvey(graph.revisions.get(id)?.file ?? '');
      return revisionData(graph, id, survey?.findings);
    }),
    heads: graph.heads.filter((id) => marksOf(graph).broken.get(id) === undefined),
    problems: [
      ...project.problems.map((problem) => ({
        message: problem.message,
        uri: uriOf(problem.file),
        range: problem.range,
      })),
      ...snapshot.files
        .flatMap((file) => knownProblems(snapshot, file))
        .map((problem) => ({
          message: problem.message,
          uri: uriOf(problem.file),
          range: toRange(indexLines(snapshot.text(problem.file) ?? ''), problem.span),
        })),
    ],
  };
}

/** Alembic's order, newest first, then whatever has no place in it. */
function revisionOrder(graph: RevisionGraph): readonly string[] {
  const placed = new Set(graph.history);
  return [...graph.history, ...[...graph.revisions.keys()].filter((id) => !placed.has(id))];
}

/** Without reading a file that has not been looked at yet. */
function knownProblems(snapshot: ProjectSnapshot, file: string): readonly ProjectProblem[] {
  return [...snapshot.graphProblemsOf(file), ...(snapshot.lastSurvey(file)?.problems ?? [])];
}

/** One revision as the client sees it; its id must be in the graph. */
export function revisionData(graph: RevisionGraph, id: string, findings: RevisionData['findings']): RevisionData {
  const revision = graph.revisions.get(id);
  const { heads, bases, branchPoints, mergePoints, broken } = marksOf(graph);
  return {
    id,
    down: revision?.down ?? [],
    dependsOn: revision?.dependsOn ?? [],
    branchLabels: graph.labels.get(id) ?? [],
    message: revision?.message ?? '',
    date: revision?.createDate,
    uri: uriOf(revision?.file ?? ''),
    head: heads.has(id) && !broken.has(id),
    base: bases.has(id),
    branchPoint: branchPoints.has(id),
    merge: mergePoints.has(id),
    broken: broken.get(id),
    findings,
  };
}

interface Marks {
  readonly heads: ReadonlySet<string>;
  readonly bases: ReadonlySet<string>;
  readonly branchPoints: ReadonlySet<string>;
  readonly mergePoints: ReadonlySet<string>;
  /** Why a revision has no place in a sound graph; it is then no head to upgrade to either. */
  readonly broken: ReadonlyMap<string, string>;
}

const marks = new WeakMap<RevisionGraph, Marks>();

function marksOf(graph: RevisionGraph): Marks {
  const known = marks.get(graph);
  if (known !== undefined) return known;
  const broken = new Map<string, string>();
  for (const { revision, message } of graph.problems) {
    if (revision !== undefined && !broken.has(revision)) broken.set(revision, message);
  }
  const made = {
    heads: new Set(graph.heads),
    bases: new Set(graph.bases),
    branchPoints: new Set(graph.branchPoints),
    mergePoints: new Set(graph.mergePoints),
    broken,
  };
  marks.set(graph, made);
  return made;
}
