/** From the paths on the command line to projects, and which of their files are meant. */

import { stat } from 'node:fs/promises';
import path from 'node:path';
import { findProjects, findProjectsOf } from '../workspace/find-projects.ts';
import type { DiscoveryOptions, Project, WorkspaceProblem } from '../workspace/project.ts';
import { UsageError } from './exit.ts';

/** For commands about the history alone. */
export const revisionsAlone: DiscoveryOptions = { withoutEnvironment: true };

/** A project with its files read, and nothing concluded from them yet. */
export interface Choice {
  readonly project: Project;
  /** The files to report on: all of the project, or those named. */
  readonly files: readonly string[];
}

export interface Choices {
  readonly choices: readonly Choice[];
  /** What stood in the way, of projects and folders alike. */
  readonly problems: readonly WorkspaceProblem[];
}

/**
 * The projects below each folder and those that each file belongs to. Throws a `UsageError` for a path that does not
 * exist or that leads to no project.
 */
export async function chooseProjects(
  cwd: string,
  paths: readonly string[],
  options: DiscoveryOptions = {},
): Promise<Choices> {
  const chosen = new Map<string, { project: Project; files: Set<string> }>();
  const problems = new Map<string, WorkspaceProblem>();
  for (const given of paths) {
    const target = path.resolve(cwd, given);
    const isFolder = (await status(given, target)).isDirectory();
    const discovery = isFolder ? await below(target, options) : await findProjectsOf(target, options);
    for (const problem of [...discovery.problems, ...discovery.projects.flatMap((project) => project.problems)]) {
      problems.set(`${problem.file}\0${problem.message}`, problem);
    }
    if (discovery.projects.length === 0) throw new UsageError(noProject(cwd, given, [...problems.values()]));
    for (const project of discovery.projects) {
      const entry = chosen.get(project.id) ?? { project, files: new Set<string>() };
      for (const file of filesUnder(entry.project, target, isFolder)) entry.files.add(file);
      chosen.set(project.id, entry);
    }
    if (!isFolder && ![...chosen.values()].some(({ files }) => files.has(target)) && !isConfiguration(chosen, target)) {
      throw new UsageError(
        `${given} is not a revision of the project it lies in. Name a file of its version folder, or the project's folder.`,
      );
    }
  }
  const all = [...chosen.values()];
  const empty = all.map(({ project }) => project).filter((project) => project.files.length === 0);
  for (const project of empty) {
    if (project.problems.some(({ level }) => level === 'error')) continue;
    problems.set(project.id, withoutRevisions(project));
  }
  const told = [...problems.values()];
  if (empty.length === all.length) throw new UsageError(told.map((problem) => problemText(cwd, problem)).join('\n'));
  return {
    choices: all.map(({ project, files }) => ({
      project,
      files: pathsOf(project).filter((file) => files.has(file)),
    })),
    problems: told,
  };
}

function withoutRevisions({ config, root, versionLocations }: Project): WorkspaceProblem {
  const start = { line: 0, character: 0 };
  const where = versionLocations.length > 0 ? ` in ${versionLocations.join(', ')}` : '';
  return {
    code: 'no-revisions',
    level: 'error',
    message: `The project has no revisions${where}. Create one with \`alembic revision\`, or correct version_locations.`,
    file: config ?? root,
    range: { start, end: start },
  };
}

/** The single project that a command works on. */
export async function chooseProject(cwd: string, given: string, options: DiscoveryOptions = {}): Promise<Project> {
  const { choices } = await chooseProjects(cwd, [given], options);
  const [first, second] = choices;
  if (first === undefined) throw new UsageError(noProject(cwd, given, []));
  if (second !== undefined) {
    const names = choices.map(({ project }) => `  ${relative(cwd, project.config ?? project.root)}`);
    throw new UsageError(`there are several projects under ${given}; name one of them:\n${names.join('\n')}`);
  }
  return first.project;
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
async function below(folder: string, options: DiscoveryOptions) {
  const found = await findProjects(folder, options);
  return found.projects.length > 0 ? found : await findProjectsOf(folder, options);
}

function pathsOf(project: Project): readonly string[] {
  return project.files.map((file) => file.path);
}

function filesUnder(project: Project, target: string, isFolder: boolean): readonly string[] {
  const roots = [project.root, project.scriptLocation, ...project.sections.map((section) => section.config)];
  if (roots.some((root) => root !== undefined && within(target, root))) return pathsOf(project);
  return pathsOf(project).filter((file) => (isFolder ? within(target, file) : file === target));
}

function isConfiguration(chosen: Map<string, { project: Project }>, target: string): boolean {
  return [...chosen.values()].some(({ project }) => project.sections.some(({ config }) => config === target));
}

function within(folder: string, file: string): boolean {
  return file === folder || file.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep);
}

function noProject(cwd: string, given: string, problems: readonly WorkspaceProblem[]): string {
  const first = problems[0];
  if (first !== undefined) return problemText(cwd, first);
  return `no Alembic project was found under ${given}. A project has an alembic.ini, [tool.alembic] in pyproject.toml, or a folder with env.py and versions/.`;
}
