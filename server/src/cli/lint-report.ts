/** What `lint` found, as every format receives it. */

import type { Finding, SuppressedFinding } from '../core/lint/finding.ts';
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
  /** The rule that failed, where it is one. */
  readonly rule?: string;
}

export function findingsOf(selection: Selection): readonly Finding[] {
  return concerning(selection, (file) => selection.opened.snapshot.findings(file));
}

/** Those that the baseline keeps back. */
export function knownOf(selection: Selection): readonly Finding[] {
  return concerning(selection, (file) => selection.opened.snapshot.known(file));
}

/** Those that a comment of the author silences. */
export function suppressedOf(selection: Selection): readonly SuppressedFinding[] {
  return concerning(selection, (file) => selection.opened.snapshot.suppressed(file));
}

function concerning<F extends Finding>({ opened, files, concerns }: Selection, read: (file: string) => readonly F[]) {
  const all = files.flatMap(read);
  return concerns === undefined ? all : all.filter((finding) => concerns(finding, opened.snapshot));
}

/** Codes of problems that left something unread. */
const unreadable = new Set([
  'no-revisions',
  'unreadable-folder',
  'unreadable-file',
  'file-too-large',
  'missing-script-folder',
  'no-script-location',
]);

/** Whether the result says less than was asked for. */
export function isUnread({ level, code }: ReportedProblem): boolean {
  return level === 'error' && unreadable.has(code);
}

/** A problem on one line, as stderr shows it. */
export function problemLine(problem: ReportedProblem, terminal: Terminal): string {
  return `${relative(terminal.cwd, problem.file)}:${problem.line + 1}: ${problem.level}: ${problem.message}`;
}
