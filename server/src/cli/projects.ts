/** From the paths on the command line to projects, and which of their files are meant. */

import { stat } from 'node:fs/promises';
import path from 'node:path';
import { findProjects, findProjectsOf } from '../workspace/find-projects.ts';
import { type OpenedProject, open } from '../workspace/open-project.ts';
import type { WorkspaceProblem } from '../workspace/project.ts';
import { loadSqlParser } from '../workspace/sql-parser.ts';
import { UsageError } from './exit.ts';

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

/**
 * The projects below each folder and those that each file belongs to. Throws a `UsageError` for a path that does not
 * exist or that leads to no project.
 */
export async function selectProjects(cwd: string, paths: readonly string[]): Promise<Found> {
  const parser = await loadSqlParser();
  const chosen = new Map<string, { opened: OpenedProject; files: Set<string> }>();
  const problems = new Map<string, WorkspaceProblem>();
  for (const given of paths) {
    const target = path.resolve(cwd, given);
    const isFolder = (await status(given, target)).isDirectory();
    const discovery = isFolder ? await below(target) : await findProjectsOf(target);
    for (const problem of [...discovery.problems, ...discovery.projects.flatMap((project) => project.problems)]) {
      problems.set(`${problem.file}\0${problem.message}`, problem);
    }
    if (discovery.projects.length === 0) throw new UsageError(noProject(cwd, given, [...problems.values()]));
    for (const project of discovery.projects) {
      const entry = chosen.get(project.id) ?? { opened: open(project, parser), files: new Set<string>() };
      for (const file of filesUnder(entry.opened, target, isFolder)) entry.files.add(file);
      chosen.set(project.id, entry);
    }
    if (!isFolder && ![...chosen.values()].some(({ files }) => files.has(target)) && !isConfiguration(chosen, target)) {
      throw new UsageError(
        `${given} is not a revision of the project it lies in. Name a file of its version folder, or the project's folder.`,
      );
    }
  }
  return {
    selections: [...chosen.values()].map(({ opened, files }) => ({
      opened,
      files: opened.snapshot.files.filter((file) => files.has(file)),
    })),
    problems: [...problems.values()],
  };
}

/** The single project that a command works on. */
export async function selectProject(cwd: string, given: string): Promise<OpenedProject> {
  const { selections } = await selectProjects(cwd, [given]);
  const [first, second] = selections;
  if (first === undefined) throw new UsageError(noProject(cwd, given, []));
  if (second !== undefined) {
    const names = selections.map(({ opened }) => `  ${relative(cwd, opened.project.config ?? opened.project.root)}`);
    throw new UsageError(`there are several projects under ${given}; name one of them:\n${names.join('\n')}`);
  }
  return first.opened;
}

/** A path as results show it: relative to the working directory, with forward slashes. */
export function relative(cwd: string, file: string): string {
  return path.relative(cwd, file).split(path.sep).join('/') || '.';
}

/** A problem with its place, on one line. */
export function problemText(cwd: string, { file, range, message }: WorkspaceProblem): string {
  return `${relative(cwd, file)}:${range.start.line + 1}: ${message}`;
}

async function status(given: string, target: string) {
  try {
    return await stat(target);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new UsageError(`${given} does not exist.`);
    throw new UsageError(`${given} can't be read (${String(code ?? error)}). Check its permissions.`);
  }
}

/** A folder inside a project (its version folder, say) stands for what lies below it. */
async function below(folder: string) {
  const found = await findProjects(folder);
  return found.projects.length > 0 ? found : await findProjectsOf(folder);
}

function filesUnder({ project, snapshot }: OpenedProject, target: string, isFolder: boolean): readonly string[] {
  const roots = [project.root, project.scriptLocation, ...project.sections.map((section) => section.config)];
  if (roots.some((root) => root !== undefined && within(target, root))) return snapshot.files;
  return snapshot.files.filter((file) => (isFolder ? within(target, file) : file === target));
}

function isConfiguration(chosen: Map<string, { opened: OpenedProject }>, target: string): boolean {
  return [...chosen.values()].some(({ opened }) => opened.project.sections.some(({ config }) => config === target));
}

function within(folder: string, file: string): boolean {
  return file === folder || file.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep);
}

function noProject(cwd: string, given: string, problems: readonly WorkspaceProblem[]): string {
  const first = problems[0];
  if (first !== undefined) return problemText(cwd, first);
  return `no Alembic project was found under ${given}. A project has an alembic.ini, [tool.alembic] in pyproject.toml, or a folder with env.py and versions/.`;
}
