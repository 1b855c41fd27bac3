/** The projects chosen on the command line, opened: their migrations can be read and checked. */

import type { ProjectSnapshot } from '../core/analysis.ts';
import type { Finding } from '../core/lint/finding.ts';
import { type OpenedProject, open, openAll } from '../workspace/open-project.ts';
import type { WorkspaceProblem } from '../workspace/project.ts';
import { loadSqlParser } from '../workspace/sql-parser.ts';
import { chooseProject, chooseProjects } from './choose.ts';

export interface Selection {
  readonly opened: OpenedProject;
  /** The files to report on: all of the project, or those named. */
  readonly files: readonly string[];
  /** Which of their findings count; all where undefined. */
  readonly concerns?: (finding: Finding, snapshot: ProjectSnapshot) => boolean;
}

export interface Found {
  readonly selections: readonly Selection[];
  /** What stood in the way, of projects and folders alike. */
  readonly problems: readonly WorkspaceProblem[];
}

/** See `chooseProjects`. */
export async function selectProjects(cwd: string, paths: readonly string[]): Promise<Found> {
  const { choices, problems } = await chooseProjects(cwd, paths);
  const parser = await loadSqlParser();
  const opened = openAll(
    choices.map(({ project }) => project),
    parser,
  );
  const selections = opened.map((one, index) => ({ opened: one, files: choices[index]?.files ?? [] }));
  const known = new Set(choices.flatMap(({ project }) => project.problems));
  const later = opened.flatMap(({ project }) => project.problems.filter((problem) => !known.has(problem)));
  return { selections, problems: [...problems, ...later] };
}

/** The single project that a command works on. */
export async function selectProject(cwd: string, given: string): Promise<OpenedProject> {
  const project = await chooseProject(cwd, given);
  return open(project, await loadSqlParser());
}
