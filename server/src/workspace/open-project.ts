/** From a project found on disk to its snapshot. */

import { openProject, type ProjectSnapshot } from '../core/analysis.ts';
import { rules } from '../core/lint/rules/index.ts';
import type { SqlParser } from '../core/sql/parser.ts';
import { readBaselineFile } from './baseline-file.ts';
import type { Project } from './project.ts';
import { readProjectModules } from './project-modules.ts';
import { settingProblem } from './setting-problem.ts';

/** A project with its revisions read. */
export interface OpenedProject {
  readonly project: Project;
  readonly snapshot: ProjectSnapshot;
  /** Files of modules that revisions import from; when one changes, the project is to be opened anew. */
  readonly moduleFiles?: readonly string[];
}

/** Several projects at once. A start that is no revision of any project under the same settings leaves nothing out. */
export function openAll(
  projects: readonly Project[],
  parser: SqlParser,
  options: { readonly keep?: number } = {},
): readonly OpenedProject[] {
  const opened = projects.map((project) => open(project, parser, options));
  return opened.map((one) => {
    const { project, snapshot } = one;
    const message = startProblem(one);
    const family = opened.filter((other) => other.project.settingsFile === project.settingsFile);
    if (message === undefined || family.some((other) => startProblem(other) === undefined)) return one;
    const problem = settingProblem(project, ['start-after'], 'bad-setting', message);
    return { ...one, project: { ...project, problems: [...project.problems, problem] }, snapshot };
  });
}

/** Without a start the history isn't looked at. */
function startProblem({ project, snapshot }: OpenedProject): string | undefined {
  return project.settings.startAfter === undefined ? undefined : snapshot.startProblem;
}

/** `keep`: how many migrations stay in memory once they are read; see `ProjectInput`. */
export function open(
  project: Project,
  parser: SqlParser,
  { keep = Number.POSITIVE_INFINITY }: { readonly keep?: number } = {},
): OpenedProject {
  const { versionTable, transactionPerMigration, transactionalDdl, tableParameters = [] } = project.environment;
  const modules = readProjectModules(project);
  const { baseline, problem } = readBaselineFile(project);
  const snapshot = openProject({
    files: project.files,
    complete: project.complete,
    parser,
    settings: project.settings,
    environment: { versionTable, transactionPerMigration, transactionalDdl, tableParameters },
    rules,
    modules,
    keep,
    ...(baseline && { baseline }),
    today: dayOf(new Date()),
  });
  const problems = [...project.problems, ...(problem ? [problem] : [])];
  return {
    project: { ...project, problems },
    snapshot,
    moduleFiles: [...modules.values()].map((module) => module.path),
  };
}

/** The day where we are, as `2027-01-31`. */
function dayOf(date: Date): string {
  const [month, day] = [date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, '0'));
  return `${date.getFullYear()}-${month}-${day}`;
}
