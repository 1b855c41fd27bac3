/** Turns the output of a failed run into one sentence with the cause and one with the next step. */

import type { FailureData } from '../protocol/messages.ts';
import type { Finished } from './execute.ts';
import { failureKinds } from './failure-kinds.ts';
import type { Redact } from './redact.ts';

export interface FailureFacts {
  /** The project's name. */
  readonly project: string;
  /** The interpreter or command in use, as people see it. */
  readonly python: string;
  /** The first word of the command line. */
  readonly program: string;
  /** The revision that had begun last, if any. */
  readonly revision: string | undefined;
  readonly redact: Redact;
}

export function explainFailure(finished: Finished, facts: FailureFacts): FailureData {
  if (finished.startError !== undefined) return notStarted(finished.startError, facts);
  const output = `${finished.stderr}\n${finished.stdout}`;
  for (const kind of failureKinds) {
    if (kind.when === 'step' && facts.revision === undefined) continue;
    if (kind.when === 'no-step' && facts.revision !== undefined) continue;
    const match = kind.pattern.exec(output);
    if (match === null) continue;
    const fill = (text: string) => facts.redact(filled(text, match, output, facts));
    return { code: kind.code, message: sentence(fill(kind.message)), next: sentence(fill(kind.next)) };
  }
  const line = facts.redact(errorLine(output));
  return {
    code: 'failed',
    message: sentence(
      `Alembic ended with ${finished.signal ?? `exit code ${finished.exitCode}`}${line === '' ? '' : `: ${line}`}`,
    ),
    next: 'The log shows the command and all of its output.',
  };
}

/**
 * The line that names the error: the last exception of a traceback with its driver's wrapping taken off, or what
 * Alembic says after `FAILED:`, or else the last line.
 */
export function errorLine(output: string): string {
  const lines = output.split(/\r?\n/);
  const exception = lines.findLast((line) =>
    /^(?:[A-Za-z_]\w*\.)*[A-Za-z_]\w*(?:Error|Exception|Exit|Interrupt|Warning)\b(?::|$)/.test(line),
  );
  if (exception !== undefined) return sqlError(exception) ?? exception;
  const alembic = lines.map((line) => /^FAILED: (.+)/.exec(line)?.[1]).find((line) => line !== undefined);
  if (alembic !== undefined) return alembic;
  return lines.map((line) => line.trim()).findLast((line) => line !== '') ?? '';
}

/** `sqlalchemy.exc.ProgrammingError: (psycopg.errors.UndefinedTable) relation "x" does not exist` → the server's words. */
function sqlError(line: string): string | undefined {
  return /^sqlalchemy\.exc\.\w+: (?:\([\w.]+\) )?(?:<class '[\w.]+'>: )?(.+)$/.exec(line)?.[1];
}

function filled(text: string, match: RegExpExecArray, output: string, facts: FailureFacts): string {
  const values: Readonly<Record<string, () => string>> = {
    line: () => errorLine(output),
    revision: () => facts.revision ?? '',
    project: () => facts.project,
    python: () => facts.python,
    while: () => (facts.revision === undefined ? '' : ` while revision ${facts.revision} was running`),
  };
  return text.replace(/\{([\w|]+)\}/g, (whole, key: string) => {
    if (!/^\d/.test(key)) return values[key]?.() ?? whole;
    const group = key.split('|').map((index) => match[Number(index)]);
    return group.find((value) => value !== undefined)?.replace(/\.$/, '') ?? '';
  });
}

/** What others have said may end without a stop, and other sentences follow. */
function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

function notStarted(code: string, facts: FailureFacts): FailureData {
  const cause =
    code === 'ENOENT' ? 'was not found' : code === 'EACCES' ? 'may not be started' : `could not be started (${code})`;
  return {
    code: 'not-started',
    message: `The program ${facts.redact(facts.program)} ${cause}.`,
    next: 'Correct the setting alembicGuard.interpreter or alembicGuard.command, or install the program.',
  };
}
