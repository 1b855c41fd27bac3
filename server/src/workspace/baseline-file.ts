/** The file with the known findings of a project. */

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Baseline, readBaseline, writeBaseline } from '../core/lint/baseline.ts';
import { accessAdvice, problemOf, systemCode } from './problem.ts';
import type { Project, WorkspaceProblem } from './project.ts';
import { settingProblem } from './setting-problem.ts';

/** Where a baseline is written that no setting names. */
const defaultName = 'alembic-guard-baseline.json';

/** Each project has its own, also where several share their settings. */
export function baselinePath({ root, settings }: Pick<Project, 'root' | 'settings'>): string {
  return path.resolve(root, settings.baseline ?? defaultName);
}

/** What the configured file holds; nothing where none is configured. */
export function readBaselineFile(project: Project): {
  readonly baseline?: Baseline;
  readonly problem?: WorkspaceProblem;
} {
  if (project.settings.baseline === undefined) return {};
  const file = baselinePath(project);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const code = systemCode(error);
    const why =
      code === 'ENOENT'
        ? `does not exist. Write it with alembic-guard lint --write-baseline, or remove the setting.`
        : `can't be read ${accessAdvice(code, file)}`;
    return { problem: settingProblem(project, ['baseline'], 'bad-baseline', `The baseline ${file} ${why}`) };
  }
  const read = readBaseline(text);
  if ('baseline' in read) return read;
  const message = `The baseline ${file} can't be used, so that nothing of it is known. ${read.problem}`;
  return { problem: problemOf(file, 'error', 'bad-baseline', message) };
}

export function writeBaselineFile(file: string, baseline: Baseline): void {
  writeFileSync(file, writeBaseline(baseline));
}
