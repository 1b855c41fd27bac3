/** Makes the problems that finding and reading projects reports. */

import { indexLines, rangeOf } from '../core/text/line-index.ts';
import type { Span } from '../core/text/span.ts';
import type { WorkspaceProblem } from './project.ts';

const start = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** A problem with a file or folder as a whole. */
export function problemOf(
  file: string,
  level: WorkspaceProblem['level'],
  code: string,
  message: string,
): WorkspaceProblem {
  return { code, level, message, file, range: start };
}

/** A problem at a place of a file's text. */
export function problemAt(
  source: { readonly path: string; readonly text: string },
  span: Span,
  level: WorkspaceProblem['level'],
  code: string,
  message: string,
): WorkspaceProblem {
  return { code, level, message, file: source.path, range: rangeOf(indexLines(source.text), span) };
}

/** The error code of the system's answer, e.g. `EACCES`. */
export function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

/** Why a file or folder can't be read and what to do, as the end of a sentence: `because …: …`. */
export function accessAdvice(code: string, path: string): string {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return `because you lack the permission. Give yourself read permission on it (for instance: chmod u+rX "${path}"), then refresh.`;
    case 'ELOOP':
      return 'because its symbolic links lead in a circle. Correct the link, then refresh.';
    case 'ENOTDIR':
      return 'because it is not a folder. Correct the configuration, then refresh.';
    default:
      return `(${code}). Make it readable, then refresh.`;
  }
}
