/** `alembicGuard/projects`: what the client's tree shows. */

import type { RevisionGraph } from '../../core/history/graph.ts';
import { indexLines } from '../../core/text/line-index.ts';
import { methods, type ProjectData, type RevisionData } from '../../protocol/messages.ts';
import type { OpenedProject } from '../../workspace/open-project.ts';
import { toRange, uriOf } from '../convert.ts';
import { guard } from '../guard.ts';
import type { Handler } from '../handler.ts';

export const projects: Handler = (session) => {
  const { connection } = session;
  connection.onRequest(
    methods.projects,
    guard(connection, methods.projects, [], async () => {
      await session.ready;
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
    revisions: revisionOrder(snapshot.graph).map((id) => revisionData({ project, snapshot }, id)),
    heads: graph.heads.filter((id) => brokenText(graph, id) === undefined),
    problems: [
      ...project.problems.map((problem) => ({
        message: problem.message,
        uri: uriOf(problem.file),
        range: problem.range,
      })),
      ...snapshot.problems.map((problem) => ({
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

/** One revision as the client sees it; its id must be in the graph. */
export function revisionData({ snapshot }: OpenedProject, id: string): RevisionData {
  const { graph } = snapshot;
  const revision = graph.revisions.get(id);
  const broken = brokenText(graph, id);
  const findings = { error: 0, warning: 0, info: 0 };
  if (revision !== undefined) for (const finding of snapshot.findings(revision.file)) findings[finding.level]++;
  return {
    id,
    down: revision?.down ?? [],
    dependsOn: revision?.dependsOn ?? [],
    branchLabels: graph.labels.get(id) ?? [],
    message: revision?.message ?? '',
    date: revision?.createDate,
    uri: uriOf(revision?.file ?? ''),
    head: graph.heads.includes(id) && broken === undefined,
    base: graph.bases.includes(id),
    branchPoint: graph.branchPoints.includes(id),
    merge: graph.mergePoints.includes(id),
    broken,
    findings,
  };
}

/** Why the revision has no place in a sound graph; it is then no head to upgrade to either. */
function brokenText(graph: RevisionGraph, id: string): string | undefined {
  return graph.problems.find((problem) => problem.revision === id)?.message;
}
