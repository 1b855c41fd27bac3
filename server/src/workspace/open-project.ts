/** From a project found on disk to its snapshot. */

import { oldestFirst, openProject, type ProjectSnapshot, readingOptions } from '../core/analysis.ts';
import { withConfigured } from '../core/history/environment.ts';
import { configuredBy } from '../core/history/session-settings.ts';
import { rules } from '../core/lint/rules/index.ts';
import type { Convention } from '../core/schema/naming-convention.ts';
import type { SqlParser } from '../core/sql/parser.ts';
import { readBaselineFile } from './baseline-file.ts';
import { findConvention } from './naming-convention.ts';
import type { Project } from './project.ts';
import { readProjectModules } from './project-modules.ts';
import { type ReadAhead, readAhead } from './read-ahead.ts';
import { settingProblem } from './setting-problem.ts';

/** A project with its revisions read. */
export interface OpenedProject {
  readonly project: Project;
  readonly snapshot: ProjectSnapshot;
  /** Files of modules that revisions import from; when one changes, the project is to be opened anew. */
  readonly moduleFiles?: readonly string[];
  /** Reads its migrations on other cores, for who goes through the history; nothing happens before it is asked. */
  ahead?(): ReadAhead;
}

/** Several projects at once. A start that is no revision of any project under the same settings leaves nothing out. */
export function openAll(
  projects: readonly Project[],
  parser: SqlParser,
  options: OpenOptions = {},
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

interface OpenOptions {
  /** How many migrations stay in memory once they are read; see `ProjectInput`. */
  readonly keep?: number;
  /** See `ReadAheadOptions`. */
  readonly helps?: boolean;
}

export function open(
  project: Project,
  parser: SqlParser,
  { keep = Number.POSITIVE_INFINITY, helps = true }: OpenOptions = {},
): OpenedProject {
  const urls = [project.url, ...project.sections.map((section) => section.url)].flatMap((url) => url ?? []);
  const modules = readProjectModules(project);
  const { baseline, problem } = readBaselineFile(project);
  const environment = withConfigured(project.environment, configuredBy(urls));
  let reading: ReadAhead | undefined;
  let naming: Convention | undefined;
  const snapshot = openProject({
    files: project.files,
    complete: project.complete,
    parser,
    settings: project.settings,
    environment,
    rules,
    modules,
    keep,
    naming: () => {
      naming ??= findConvention(project);
      return naming;
    },
    ...(baseline && { baseline }),
    today: dayOf(new Date()),
    readElsewhere: (file, text) => reading?.take(file, text),
  });
  const ahead = () => {
    reading ??= readAhead({
      files: oldestFirst(snapshot).map((file) => ({ path: file, text: snapshot.text(file) ?? '' })),
      how: readingOptions({ environment, modules }),
      helps,
    });
    return reading;
  };
  const problems = [...project.problems, ...(problem ? [problem] : [])];
  return {
    project: { ...project, problems },
    snapshot,
    moduleFiles: [...modules.values()].map((module) => module.path),
    ahead,
  };
}

/** The day where we are, as `2027-01-31`. */
function dayOf(date: Date): string {
  const [month, day] = [date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, '0'));
  return `${date.getFullYear()}-${month}-${day}`;
}
