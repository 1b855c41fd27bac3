/** Several revision files in one string, as a project snapshot. */

import {
  openProject,
  type ProjectInput,
  type ProjectSnapshot,
  type SourceText,
} from '../../server/src/core/analysis.ts';
import { defaultEnvironment } from '../../server/src/core/history/environment.ts';
import { rules } from '../../server/src/core/lint/rules/index.ts';
import { defaultSettings } from '../../server/src/core/lint/settings.ts';
import { loadSqlParser } from '../../server/src/workspace/sql-parser.ts';

export const sqlParser = await loadSqlParser();

/**
 * The files of a text, each begun by a line `# file: versions/0002_add.py`; what stands before the first such line is
 * left out. The line itself is no part of the file.
 */
export function splitFiles(text: string): readonly SourceText[] {
  const [, ...parts] = text.split(/^# file: *(\S+) *\n/m);
  const files: SourceText[] = [];
  for (let i = 0; i < parts.length; i += 2) files.push({ path: parts[i] ?? '', text: parts[i + 1] ?? '' });
  return files;
}

/** The project of such a text, with every rule at its default level unless told otherwise. */
export function openText(text: string, given: Partial<ProjectInput> = {}): ProjectSnapshot {
  return openProject({
    files: splitFiles(text),
    parser: sqlParser,
    settings: defaultSettings,
    environment: defaultEnvironment,
    rules,
    ...given,
  });
}

/** Findings as `line:rule`, lines from 1, for short comparisons. */
export function places(snapshot: ProjectSnapshot, file: string): readonly string[] {
  const text = snapshot.text(file) ?? '';
  return snapshot
    .findings(file)
    .map((finding) => `${text.slice(0, finding.span.start).split('\n').length}:${finding.rule}`);
}
