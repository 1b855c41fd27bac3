/** `alembic-guard graph`: the revision graphs of the projects below a path. */

import { Option } from 'commander';
import type { RevisionGraph } from '../../core/history/graph.ts';
import { indexLines, rangeOf } from '../../core/text/line-index.ts';
import type { Project } from '../../workspace/project.ts';
import { readGraph } from '../../workspace/read-graph.ts';
import { chooseProjects, relative, revisionsAlone } from '../choose.ts';
import type { AddCommand } from '../command.ts';
import { exitCodes } from '../exit.ts';
import type { Terminal } from '../terminal.ts';

interface ProjectGraph {
  readonly project: Project;
  readonly graph: RevisionGraph;
}

const formats: Readonly<Record<string, (all: readonly ProjectGraph[], terminal: Terminal) => string>> = {
  text: graphText,
  json: graphJson,
  mermaid: graphMermaid,
};

export const graphCommand: AddCommand = (program, terminal, finish) => {
  program
    .command('graph')
    .description('print the revision graph, newest first')
    .argument('[path]', 'a folder or an alembic.ini', '.')
    .addOption(new Option('--format <format>', 'how to print').choices(Object.keys(formats)).default('text'))
    .action(async (path: string, { format }: { format: string }) => {
      const { choices, problems } = await chooseProjects(terminal.cwd, [path], revisionsAlone);
      for (const { file, range, level, message } of problems) {
        terminal.error(`${relative(terminal.cwd, file)}:${range.start.line + 1}: ${level}: ${message}\n`);
      }
      const graphs = await Promise.all(
        choices.map(async ({ project }) => ({ project, graph: await readGraph(project) })),
      );
      terminal.out((formats[format] ?? graphText)(graphs, terminal));
      finish(exitCodes.done);
    });
};

function graphText(all: readonly ProjectGraph[], terminal: Terminal): string {
  return all.map((one) => projectText(one, terminal)).join('\n');
}

function projectText({ project, graph }: ProjectGraph, { colors, cwd }: Terminal): string {
  const [heads, branchPoints, mergePoints] = [graph.heads, graph.branchPoints, graph.mergePoints].map(
    (ids) => new Set(ids),
  );
  const lines = order(graph).map((id) => {
    const revision = graph.revisions.get(id);
    const marks = [
      ...(graph.labels.get(id) ?? []).map((label) => `(${label})`),
      heads?.has(id) ? '(head)' : '',
      branchPoints?.has(id) ? '(branch point)' : '',
      mergePoints?.has(id) ? '(merge point)' : '',
    ].filter(Boolean);
    const down = revision?.down.length ? revision.down.join(', ') : '<base>';
    const shown = [colors.yellow(id), ...marks.map((mark) => colors.cyan(mark))].join(' ');
    return `  ${colors.dim(`${down} ->`)} ${shown}  ${revision?.message ?? ''}`;
  });
  const problems = graph.problems.map((problem) => colors.red(`  ${relative(cwd, problem.file)}: ${problem.message}`));
  return [colors.bold(relative(cwd, project.config ?? project.root)), ...lines, ...problems, ''].join('\n');
}

function graphJson(all: readonly ProjectGraph[], { cwd }: Terminal): string {
  const projects = all.map(({ project, graph }) => {
    const texts = new Map(project.files.map(({ path, text }) => [path, text]));
    return {
      root: relative(cwd, project.root),
      config: project.config === undefined ? null : relative(cwd, project.config),
      section: project.section,
      layout: project.layout,
      scriptLocation: project.scriptLocation === undefined ? null : relative(cwd, project.scriptLocation),
      versionLocations: project.versionLocations.map((location) => relative(cwd, location)),
      revisions: [...graph.revisions.values()].map((revision) => ({
        id: revision.id,
        down: revision.down,
        dependsOn: revision.dependsOn,
        branchLabels: revision.branchLabels,
        message: revision.message,
        file: relative(cwd, revision.file),
        state: revision.header.state,
      })),
      heads: graph.heads,
      realHeads: graph.realHeads,
      bases: graph.bases,
      branchPoints: graph.branchPoints,
      mergePoints: graph.mergePoints,
      history: graph.history,
      problems: graph.problems.map(({ code, message, file, span }) => ({
        code,
        message,
        file: relative(cwd, file),
        range: rangeOf(indexLines(texts.get(file) ?? ''), span),
      })),
    };
  });
  return `${JSON.stringify({ schemaVersion: 1, projects }, undefined, 2)}\n`;
}

function graphMermaid(all: readonly ProjectGraph[]): string {
  return all
    .map(({ graph }) => {
      // Ids of revisions may hold what mermaid reads as syntax, so nodes are numbered.
      const numbers = new Map([...graph.revisions.keys()].map((id, number) => [id, `r${number}`]));
      const nodes = [...graph.revisions.values()].map(
        ({ id, message }) => `  ${numbers.get(id)}["${mermaidText(message ? `${id}: ${message}` : id)}"]`,
      );
      const edges = [...graph.revisions.values()].flatMap((revision) => [
        ...revision.down
          .filter((down) => numbers.has(down))
          .map((down) => `  ${numbers.get(down)} --> ${numbers.get(revision.id)}`),
        ...revision.dependsOn
          .filter((other) => numbers.has(other))
          .map((other) => `  ${numbers.get(other)} -.-> ${numbers.get(revision.id)}`),
      ]);
      return ['flowchart BT', ...nodes, ...edges, ''].join('\n');
    })
    .join('\n');
}

function mermaidText(text: string): string {
  return text.replaceAll('"', '#quot;').replace(/\s+/g, ' ');
}

/** Alembic's order, then whatever has no place in it. */
function order(graph: RevisionGraph): readonly string[] {
  const placed = new Set(graph.history);
  return [...graph.history, ...[...graph.revisions.keys()].filter((id) => !placed.has(id))];
}
