/** Reads what a project's env.py says, or why it can't be read. */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { EnvironmentFacts } from '../core/history/environment.ts';
import { accessAdvice, problemOf, systemCode } from './problem.ts';
import type { Project, WorkspaceProblem } from './project.ts';
import { decodePython } from './source-encoding.ts';

type Place = Pick<Project, 'scriptLocation' | 'layout'>;

interface Environment {
  readonly facts: EnvironmentFacts;
  readonly problems: readonly WorkspaceProblem[];
}

/** The facts of a project's env.py; with `unread` only whether it is there. */
export async function readEnvironment({ scriptLocation, layout }: Place, unread: boolean): Promise<Environment> {
  if (scriptLocation === undefined) return { facts: noEnvironment, problems: [] };
  const file = path.join(scriptLocation, 'env.py');
  try {
    const { text } = decodePython(readFileSync(file), 'env.py');
    if (unread) return { facts: noEnvironment, problems: [] };
    // With it comes the parser, which takes its time to load.
    const { readEnvironmentFacts } = await import('../core/history/read-environment.ts');
    const facts = readEnvironmentFacts(file, text);
    // Flask-Migrate passes this by itself unless told otherwise.
    const batch = layout === 'flask-migrate' && /extensions\s*\[\s*['"]migrate['"]\s*\]/.test(text);
    return { facts: batch ? { ...facts, renderAsBatch: facts.renderAsBatch ?? true } : facts, problems: [] };
  } catch (error) {
    const code = systemCode(error);
    const message =
      code === 'ENOENT'
        ? `There is no env.py in ${scriptLocation}, and alembic can't run without it. Restore it, or correct script_location.`
        : `${file} can't be read ${accessAdvice(code, file)}`;
    return { facts: noEnvironment, problems: [problemOf(file, 'error', 'no-env', message)] };
  }
}

const noEnvironment: EnvironmentFacts = {
  file: undefined,
  versionTable: { name: 'alembic_version', schema: undefined, known: true },
  transactionPerMigration: undefined,
  transactionalDdl: undefined,
  renderAsBatch: undefined,
  includeSchemas: undefined,
  compareType: undefined,
  targetMetadata: false,
  keywords: [],
};
