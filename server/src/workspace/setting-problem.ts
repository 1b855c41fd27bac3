/** A problem with what a setting refers to, told where the setting stands. */

import { readFileSync } from 'node:fs';
import { problemAt, problemOf } from './problem.ts';
import type { Project, WorkspaceProblem } from './project.ts';
import { placeOfKey } from './toml.ts';

/** @param key in kebab-case, tables before it; a setting of the editor alone is told at the project's configuration */
export function settingProblem(
  { settingsFile, config, root }: Pick<Project, 'settingsFile' | 'config' | 'root'>,
  key: readonly string[],
  code: string,
  message: string,
): WorkspaceProblem {
  const text = settingsFile === undefined ? '' : readText(settingsFile);
  const named = placeOfKey(text, ['tool', 'alembic-guard', ...key]);
  const span = named.end > 0 ? named : placeOfKey(text, key);
  if (settingsFile === undefined) return problemOf(config ?? root, 'error', code, message);
  return problemAt({ path: settingsFile, text }, span, 'error', code, message);
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch {
    return '';
  }
}
