/** What `lint` found, as every format receives it. */

import type { Finding } from '../core/lint/finding.ts';
import { relative } from './choose.ts';
import type { Selection } from './projects.ts';
import type { Terminal } from './terminal.ts';

export interface LintReport {
  readonly cwd: string;
  readonly selections: readonly Selection[];
  /** Problems of reading, which no rule stands behind; each of level error counts as one. */
  readonly problems: readonly ReportedProblem[];
  readonly elapsedMs: number;
}

export interface ReportedProblem {
  readonly code: string;
  readonly level: 'error' | 'warning' | 'info';
  readonly message: string;
  /** Absolute. */
  readonly file: string;
  /** Zero-based. */
  readonly line: number;
}

export function findingsOf({ opened, files }: Selection): readonly Finding[] {
  return files.flatMap((file) => opened.snapshot.findings(file));
}

/** A problem on one line, as stderr shows it. */
export function problemLine(problem: ReportedProblem, terminal: Terminal): string {
  return `${relative(terminal.cwd, problem.file)}:${problem.line + 1}: ${problem.level}: ${problem.message}`;
}
