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
}

export function open(project: Project, parser: SqlParser): OpenedProject {
  const { versionTable, transactionPerMigration, transactionalDdl, tableParameters = [] } = project.environment;
  const snapshot = openProject({
    files: project.files,
    complete: project.complete,
    parser,
    settings: project.settings,
    environment: { versionTable, transactionPerMigration, transactionalDdl, tableParameters },
    rules,
    modules: readProjectModules(project),
  });
  return { project, snapshot };
}
