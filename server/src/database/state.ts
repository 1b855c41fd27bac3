/**
 * At which revisions a project's database stands. Alembic is asked first, since only env.py knows which database is meant;
 * a PostgreSQL is then read directly, any other database is taken as Alembic sees it.
 */

import type { DatabaseStateData, FailureData, TargetData } from '../protocol/messages.ts';
import { type Answer, type Asked, askAlembic } from '../runner/ask-alembic.ts';
import { explainFailure } from '../runner/explain.ts';
import type { Invocation, Log } from '../runner/invocation.ts';
import { explainConnection } from './explain-connection.ts';
import { type DatabaseUrl, parseDatabaseUrl, pgAddress, sameDatabase, targetLabel } from './url.ts';
import { readVersionRows, type VersionTable } from './version-rows.ts';

/** A way to a PostgreSQL that has once been found. */
interface Way {
  readonly url: DatabaseUrl;
  readonly table: VersionTable;
  readonly target: TargetData;
  readonly libraries?: NonNullable<Answer['libraries']>;
}

export interface ReadState {
  readonly data: DatabaseStateData;
  /** Where to look again without asking Alembic; stays in the server's memory, since it may hold a password. */
  readonly way: Way | undefined;
}

export async function readState(invocation: Invocation, log: Log, cancelled?: AbortSignal): Promise<ReadState> {
  const question = askAlembic(invocation, log);
  cancelled?.addEventListener('abort', question.interrupt, { once: true });
  const asked = await question.answer;
  cancelled?.removeEventListener('abort', question.interrupt);
  const [answer] = asked.answers;
  if (answer === undefined) return withoutAnswer(invocation, unanswered(invocation, asked), log);
  const labels = new Set(asked.answers.map(({ url }) => labelOf(url)));
  if (labels.size > 1)
    return { data: { kind: 'unknown', failure: severalDatabases(invocation, [...labels]) }, way: undefined };
  return withAnswer(invocation, answer, log);
}

/** The state after a run, from where it was read before it. */
export async function readAgain(before: ReadState, invocation: Invocation, log: Log): Promise<ReadState> {
  if (before.way === undefined) return readState(invocation, log);
  const { way } = before;
  try {
    const read = await readVersionRows(pgAddress(way.url, invocation.env), way.table);
    const { target, libraries } = way;
    const said = libraries === undefined ? {} : { libraries };
    return { data: { kind: 'known', ...read, ...said, target, via: 'postgresql', confirmed: true }, way };
  } catch (error) {
    const failure = hushed(explainConnection(error, way.target.label), invocation);
    return { data: { kind: 'unknown', failure, target: way.target }, way };
  }
}

async function withAnswer(invocation: Invocation, answer: Answer, log: Log): Promise<ReadState> {
  const target = { label: labelOf(answer.url), dialect: answer.dialect, source: 'env.py' };
  const table = answer.versionTable ?? invocation.project.versionTable;
  const said = answer.libraries === undefined ? {} : { libraries: answer.libraries };
  const seen: DatabaseStateData = {
    kind: 'known',
    rows: answer.rows,
    ...said,
    target,
    via: 'alembic',
    confirmed: true,
  };
  const url = answer.dialect === 'postgresql' ? readableUrl(invocation, answer) : undefined;
  if (url === undefined) return { data: seen, way: undefined };
  try {
    const read = await readVersionRows(pgAddress(url, invocation.env), table);
    if (!answer.masked && read.rows.join() !== answer.rows.join())
      return { data: { kind: 'unknown', failure: differentDatabases(target, url), target }, way: undefined };
    return { data: { ...seen, ...read, via: 'postgresql' }, way: { url, table, target, ...said } };
  } catch (error) {
    const { message } = hushed(explainConnection(error, targetLabel(url)), invocation);
    log('warning', `${message} The state is taken from alembic current.`);
    return { data: seen, way: undefined };
  }
}

/** Alembic couldn't be asked: the state is still read where an address is known, but nothing must be written there. */
async function withoutAnswer(invocation: Invocation, failure: FailureData, log: Log): Promise<ReadState> {
  const [candidate] = candidates(invocation);
  if (candidate === undefined || candidate.url.dialect !== 'postgresql')
    return { data: { kind: 'unknown', failure }, way: undefined };
  const target = { label: targetLabel(candidate.url), dialect: 'postgresql', source: candidate.source };
  try {
    const read = await readVersionRows(pgAddress(candidate.url, invocation.env), invocation.project.versionTable);
    return { data: { kind: 'known', ...read, target, via: 'postgresql', confirmed: false, failure }, way: undefined };
  } catch (error) {
    log('warning', hushed(explainConnection(error, target.label), invocation).message);
    return { data: { kind: 'unknown', failure, target }, way: undefined };
  }
}

/** The setting first; else Alembic's own address, or one with a password that leads to the same database. */
function readableUrl(invocation: Invocation, answer: Answer): DatabaseUrl | undefined {
  const [pinned] = candidates(invocation).filter(({ source }) => source === settingSource);
  if (pinned !== undefined) return pinned.url;
  const named = parseDatabaseUrl(answer.url);
  if (!answer.masked || named === undefined) return named;
  return candidates(invocation).find(({ url }) => sameDatabase(url, named))?.url;
}

const settingSource = 'the setting alembicGuard.databaseUrl';
const variables = [
  'DATABASE_URL',
  'SQLALCHEMY_DATABASE_URI',
  'SQLALCHEMY_DATABASE_URL',
  'SQLALCHEMY_URL',
  'DB_URL',
  'POSTGRES_URL',
];

/** Addresses that can be known without running anything, the most certain first. */
function candidates(invocation: Invocation): readonly { readonly url: DatabaseUrl; readonly source: string }[] {
  const written = [
    { text: invocation.runner.databaseUrl, source: settingSource },
    ...variables.map((name) => ({ text: invocation.env[name], source: `the variable ${name}` })),
    { text: invocation.project.url, source: 'the ini file' },
  ];
  return written.flatMap(({ text, source }) => {
    const url = text === undefined ? undefined : parseDatabaseUrl(text);
    return url === undefined ? [] : [{ url, source }];
  });
}

function labelOf(url: string): string {
  const parsed = parseDatabaseUrl(url);
  return parsed === undefined ? '(unknown)' : targetLabel(parsed);
}

function unanswered(invocation: Invocation, { finished }: Asked): FailureData {
  if (finished.exitCode === 0) return noAnswer(invocation);
  return explainFailure(finished, {
    project: invocation.project.name,
    python: invocation.described,
    program: invocation.launcher.argv[0] ?? '',
    revision: undefined,
    redact: invocation.redact,
  });
}

function noAnswer(invocation: Invocation): FailureData {
  return {
    code: 'no-answer',
    message: `env.py of ${invocation.project.name} ran to its end without a database connection that Alembic could use.`,
    next: 'Look in the log for its output; env.py must call context.run_migrations() with a connection.',
  };
}

function severalDatabases(invocation: Invocation, labels: readonly string[]): FailureData {
  return {
    code: 'several-databases',
    message: `env.py of ${invocation.project.name} connects to several databases (${labels.join(', ')}), which cannot be shown as one.`,
    next: 'Choose one of them with the setting alembicGuard.xArguments, if env.py supports that; else run Alembic in a terminal.',
  };
}

function differentDatabases(target: TargetData, url: DatabaseUrl): FailureData {
  return {
    code: 'different-databases',
    message: `env.py writes to ${target.label}, and the state read at ${targetLabel(url)} is another one.`,
    next: 'Correct or clear the setting alembicGuard.databaseUrl, so that both are one database; then refresh.',
  };
}

function hushed(failure: FailureData, invocation: Invocation): FailureData {
  return { ...failure, message: invocation.redact(failure.message) };
}
