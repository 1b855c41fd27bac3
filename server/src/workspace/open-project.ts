/** From a project found on disk to its snapshot. */

import { openProject, type ProjectSnapshot } from '../core/analysis.ts';
import { rules } from '../core/lint/rules/index.ts';
import type { SqlParser } from '../core/sql/parser.ts';
import type { Project } from './project.ts';
import { readProjectModules } from './project-modules.ts';

/** A project with its revisions read. */
export interface OpenedProject {
  readonly project: Project;
  readonly snapshot: ProjectSnapshot;
  /** Files of modules that revisions import from; when one changes, the project is to be opened anew. */
  readonly moduleFiles?: readonly string[];
}

/** `keep`: how many migrations stay in memory once they are read; see `ProjectInput`. */
export function open(
  project: Project,
  parser: SqlParser,
  { keep = Number.POSITIVE_INFINITY }: { readonly keep?: number } = {},
): OpenedProject {
  const { versionTable, transactionPerMigration, transactionalDdl, tableParameters = [] } = project.environment;
  const modules = readProjectModules(project);
  const snapshot = openProject({
    files: project.files,
    complete: project.complete,
    parser,
    settings: project.settings,
    environment: { versionTable, transactionPerMigration, transactionalDdl, tableParameters },
    rules,
    modules,
    keep,
  });
  return { project, snapshot, moduleFiles: [...modules.values()].map((module) => module.path) };
}
