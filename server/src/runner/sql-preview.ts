/** The SQL of one revision as the user's own Alembic prints it, formatted for reading. Nothing is run against a database. */

import { format } from 'sql-formatter';

import type { FailureData, PreviewSqlData } from '../protocol/messages.ts';
import { explainFailure } from './explain.ts';
import { type Invocation, type Log, start } from './invocation.ts';
import { parseStep } from './progress.ts';
import type { RunnableRevision } from './project.ts';

type Direction = 'upgrade' | 'downgrade';

export async function previewSql(
  invocation: Invocation,
  revision: RunnableRevision,
  direction: Direction,
  log: Log,
  cancelled?: AbortSignal,
): Promise<PreviewSqlData> {
  const range = sqlRange(revision, direction);
  const execution = start(invocation, direction, [range, '--sql'], log);
  const interrupt = () => execution.interrupt();
  cancelled?.addEventListener('abort', interrupt, { once: true });
  const finished = await execution.finished;
  cancelled?.removeEventListener('abort', interrupt);
  const header = previewHeader(invocation.project.name, revision, direction, range);
  if (finished.exitCode !== 0) {
    const running = lastStep(`${finished.stderr}\n${finished.stdout}`);
    const failure = explainFailure(finished, {
      project: invocation.project.name,
      python: invocation.described,
      program: invocation.launcher.argv[0] ?? '',
      revision: running,
      redact: invocation.redact,
    });
    return { text: failureText(header, failure), failure };
  }
  return { text: `${header}\n${formatSql(sqlOfRevision(finished.stdout, revision.id))}\n` };
}

/** A document that says why there is no SQL. */
export function failureText(header: string, failure: FailureData): string {
  const lines = [...wrapped(failure.message), '', ...wrapped(failure.next)];
  return `${header}\n-- The SQL cannot be shown.\n--\n${lines.map((line) => `-- ${line}`.trimEnd()).join('\n')}\n`;
}

export function previewHeader(
  project: string,
  revision: RunnableRevision,
  direction: Direction,
  range: string,
): string {
  return [
    ...subject(revision, direction),
    `-- Printed for ${project} by: alembic ${direction} ${range} --sql`,
    '-- Nothing was run against a database.',
    '',
  ].join('\n');
}

/** SQL that was read from the revision's file, how far it can be relied on, and why Alembic did not print it. */
export interface ReadSql {
  readonly sql: string;
  readonly note: string;
  readonly failure: FailureData;
}

export function readSqlText(project: string, revision: RunnableRevision, direction: Direction, read: ReadSql): string {
  const comments = [
    ...subject(revision, direction),
    `-- Read from the file for ${project}, without running Alembic. ${read.note}`,
    ...wrapped(`Alembic could not print it: ${read.failure.message}`).map((line) => `-- ${line}`),
    '-- Nothing was run against a database.',
  ];
  return `${comments.join('\n')}\n\n${formatSql(read.sql)}\n`;
}

/** The revision and its neighbours, and its message. */
function subject(revision: RunnableRevision, direction: Direction): readonly string[] {
  const below = revision.down.length === 0 ? 'base' : revision.down.join(', ');
  const way = direction === 'upgrade' ? `Upgrade ${below} -> ${revision.id}` : `Downgrade ${revision.id} -> ${below}`;
  return [`-- ${way}`, ...(revision.message === '' ? [] : [`-- ${firstLine(revision.message)}`])];
}

/** Alembic's offline range. Of a merge's parents one is named; the steps of the others are cut out again. */
export function sqlRange(revision: RunnableRevision, direction: Direction): string {
  const below = revision.down[0] ?? 'base';
  return direction === 'upgrade' ? `${below}:${revision.id}` : `${revision.id}:${below}`;
}

/**
 * The part of `--sql` output that belongs to one revision: from its comment `-- Running …` to the next one. What stands
 * before the first comment (BEGIN, the version table of an empty database) goes with the first revision; otherwise the
 * transaction's frame is kept, so that the text can be run as it is.
 */
export function sqlOfRevision(output: string, revision: string): string {
  const parts = output.split(/^(?=-- Running )/m);
  const preamble = parts[0]?.startsWith('-- Running ') ? '' : (parts.shift() ?? '');
  const index = parts.findIndex((part) => parseStep(part.split('\n', 1)[0] ?? '')?.id === revision);
  const part = parts[index];
  if (part === undefined) return output;
  const own = index === parts.length - 1 ? part : part.replace(/\nBEGIN;\s*$/, '\n');
  if (index === 0) return framed(preamble, own);
  return framed(opens(parts[index - 1] ?? '') || opens(preamble) ? 'BEGIN;\n\n' : '', own);
}

/** sql-formatter with PostgreSQL's words; as printed where it can't read the text. */
export function formatSql(sql: string): string {
  try {
    return format(sql, { language: 'postgresql', keywordCase: 'preserve', tabWidth: 2, linesBetweenQueries: 1 }).trim();
  } catch {
    return sql.trim();
  }
}

function opens(text: string): boolean {
  return /(^|\n)BEGIN;\s*$/.test(text);
}

function framed(preamble: string, part: string): string {
  const closed = /(^|\n)COMMIT;\s*$/.test(part);
  return `${preamble}${part.trimEnd()}${/(^|\n)BEGIN;/.test(preamble) && !closed ? '\n\nCOMMIT;' : ''}\n`;
}

function lastStep(output: string): string | undefined {
  return output.split('\n').reduce<string | undefined>((last, line) => parseStep(line)?.id ?? last, undefined);
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}

function wrapped(text: string, width = 100): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length >= width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
