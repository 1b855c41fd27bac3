/** The projects chosen on the command line, opened: their migrations can be read and checked. */

import { type OpenedProject, open } from '../workspace/open-project.ts';
import type { WorkspaceProblem } from '../workspace/project.ts';
import { loadSqlParser } from '../workspace/sql-parser.ts';
import { chooseProject, chooseProjects } from './choose.ts';

export interface Selection {
  readonly opened: OpenedProject;
  /** The files to report on: all of the project, or those named. */
  readonly files: readonly string[];
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
  return { selections: choices.map(({ project, files }) => ({ opened: open(project, parser), files })), problems };
}

/** The single project that a command works on. */
export async function selectProject(cwd: string, given: string): Promise<OpenedProject> {
  const project = await chooseProject(cwd, given);
  return open(project, await loadSqlParser());
}
