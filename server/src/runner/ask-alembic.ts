/**
 * Asks the project's own env.py which database it connects to and at which revisions that stands. Running env.py is the
 * only general way: it is code, and the address may come from anywhere.
 */

import { commandLine } from './command-line.ts';
import type { Finished } from './execute.ts';
import { type Invocation, type Log, start, startProgram } from './invocation.ts';

/** One database that env.py connected to. */
export interface Answer {
  readonly dialect: string;
  /** SQLAlchemy's address. From Python it holds the password, for our own reading; from `alembic current -v` it is masked. */
  readonly url: string;
  readonly masked: boolean;
  readonly rows: readonly string[];
  /** Undefined where it was not said. */
  readonly versionTable: { readonly name: string; readonly schema: string | undefined } | undefined;
  /** Versions, where Python told them. */
  readonly libraries?: { readonly alembic: string; readonly sqlalchemy: string };
}

export interface Asked {
  /** Empty when there is no sound answer; then `finished` says why. */
  readonly answers: readonly Answer[];
  readonly finished: Finished;
}

export interface Question {
  readonly answer: Promise<Asked>;
  /** For someone who no longer wants to know; it only reads. */
  readonly interrupt: () => void;
}

export function askAlembic(invocation: Invocation, log: Log): Question {
  const python = invocation.python;
  const execution =
    python === undefined ? start(invocation, 'current', ['-v'], log) : startPiece(invocation, python, log);
  const read = python === undefined ? readCurrent : readRecords;
  const answer = execution.finished.then((finished) => ({
    answers: finished.exitCode === 0 ? read(finished.stdout) : [],
    finished,
  }));
  return { answer, interrupt: () => execution.interrupt() };
}

const mark = 'alembic-guard:';

/**
 * `alembic current` with Alembic's own walk replaced by a report. `get_current_heads` reads the version table and creates
 * nothing; no step is run. It also answers where `current` itself fails, because a row names a revision without a file.
 */
const piece = `
import json, runpy, sys
sys.path.append(sys.path.pop(0))
from alembic.runtime.migration import MigrationContext
import alembic, sqlalchemy

def report(self, **kw):
    url = self.connection.engine.url
    text = url.render_as_string(hide_password=False) if hasattr(url, 'render_as_string') else str(url)
    print('\\n${mark}' + json.dumps({
        'dialect': self.dialect.name, 'url': text, 'rows': list(self.get_current_heads()),
        'name': self.version_table, 'schema': self.version_table_schema,
        'libraries': {'alembic': alembic.__version__, 'sqlalchemy': sqlalchemy.__version__}}), flush=True)

MigrationContext.run_migrations = report
if sys.argv[1] == 'flask':
    sys.argv[0:2] = ['flask']
    runpy.run_module('flask', run_name='__main__')
else:
    from alembic.config import main
    main(argv=sys.argv[2:], prog='alembic')
`;

function startPiece(invocation: Invocation, python: readonly string[], log: Log) {
  const { dialect } = invocation.launcher;
  const leading = dialect === 'flask' ? ['flask', 'db'] : ['alembic'];
  const launcher = { ...invocation.launcher, argv: [...python, '-c', piece, ...leading] };
  const argv = commandLine(launcher, invocation.project, invocation.runner, 'current', []);
  const short: Log = (level, message) => log(level, message.replace(/'\s*import json[\s\S]*?prog=.*?\n'/, '…'));
  return startProgram(invocation, argv, short, () => undefined);
}

interface Recorded {
  readonly dialect: string;
  readonly url: string;
  readonly rows: readonly string[];
  readonly name: string;
  readonly schema: string | null;
  readonly libraries: NonNullable<Answer['libraries']>;
}

function readRecords(stdout: string): readonly Answer[] {
  const lines = stdout.split('\n').filter((line) => line.startsWith(mark));
  return lines.flatMap((line) => {
    const found = parseRecord(line.slice(mark.length));
    if (found === undefined) return [];
    const { dialect, url, rows, name, schema, libraries } = found;
    const versionTable = { name, schema: schema ?? undefined };
    return [{ dialect, url, masked: false, rows: [...rows].sort(), versionTable, libraries }];
  });
}

function parseRecord(json: string): Recorded | undefined {
  try {
    const record: Recorded = JSON.parse(json); // written by our own piece above
    return record;
  } catch {
    return undefined;
  }
}

/** `current -v`: a line with the masked address, then a block that begins with `Rev: ID` for each revision. */
export function readCurrent(stdout: string): readonly Answer[] {
  const answers: { dialect: string; url: string; masked: boolean; rows: string[]; versionTable: undefined }[] = [];
  for (const line of stdout.split('\n')) {
    const url = /^Current revision\(s\) for (.+):$/.exec(line)?.[1];
    if (url !== undefined) {
      const dialect = /^\w+/.exec(url)?.[0] ?? 'unknown';
      answers.push({ dialect, url, masked: true, rows: [], versionTable: undefined });
    }
    const row = /^Rev: (\S+)/.exec(line)?.[1];
    if (row !== undefined) answers.at(-1)?.rows.push(row);
  }
  return answers;
}
