/** What Alembic, drivers and servers have really printed, and the sentences that people read instead. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

import type { Finished } from '../../../server/src/runner/execute.ts';
import { errorLine, explainFailure } from '../../../server/src/runner/explain.ts';
import { failureKinds } from '../../../server/src/runner/failure-kinds.ts';
import { parseStep } from '../../../server/src/runner/progress.ts';
import { redactor } from '../../../server/src/runner/redact.ts';

const folder = new URL('captured/', import.meta.url);

/** A file of `captured/`: the exit code, then both streams as they came. */
function captured(name: string): Finished {
  const text = readFileSync(new URL(`${name}.txt`, folder), 'utf8');
  const [head = '', rest = ''] = text.split(/^--- stdout\n/m);
  const [stdout = '', stderr = ''] = rest.split(/^--- stderr\n/m);
  return { exitCode: Number(/\d+/.exec(head)?.[0]), signal: undefined, stdout, stderr, startError: undefined };
}

function explained(finished: Finished) {
  const steps = finished.stderr.split('\n').flatMap((line) => parseStep(line)?.id ?? []);
  return explainFailure(finished, {
    project: 'shop',
    python: 'Python /home/ana/shop/.venv/bin/python (of the virtual environment)',
    program: '/home/ana/shop/.venv/bin/python',
    revision: steps.at(-1),
    redact: redactor(),
  });
}

/** Code, and a part of the sentence that names the object and the cause. */
const expected: Readonly<Record<string, readonly [code: string, message: RegExp]>> = {
  'psycopg-refused': ['refused', /^Nothing answers at 127\.0\.0\.1:1: the connection was refused\.$/],
  'psycopg2-refused': ['refused', /^Nothing answers at 127\.0\.0\.1:1: the connection was refused\.$/],
  'asyncpg-refused': ['refused', /^Nothing answers at 127\.0\.0\.1:1: the connection was refused\.$/],
  'psycopg-unknown-host': ['unknown-host', /^The host no-such-host\.invalid is not known\.$/],
  'psycopg2-unknown-host': ['unknown-host', /^The host no-such-host\.invalid is not known\.$/],
  'asyncpg-unknown-host': ['unknown-host', /^The host of the database address is not known\.$/],
  'psycopg-wrong-password': ['wrong-password', /does not accept the password of the user "postgres"/],
  'psycopg2-wrong-password': ['wrong-password', /does not accept the password of the user "postgres"/],
  'asyncpg-wrong-password': ['wrong-password', /does not accept the password of the user "postgres"/],
  'psycopg-unknown-database': ['unknown-database', /^The server has no database "nodb"\.$/],
  'psycopg2-unknown-database': ['unknown-database', /^The server has no database "nodb"\.$/],
  'asyncpg-unknown-database': ['unknown-database', /^The server has no database "nodb"\.$/],
  'psycopg-revision-failed': ['revision-failed', /^Revision ccc3 failed: relation "nousers" does not exist\.$/],
  'psycopg2-revision-failed': ['revision-failed', /^Revision ccc3 failed: relation "nousers" does not exist\.$/],
  'asyncpg-revision-failed': ['revision-failed', /^Revision ccc3 failed: relation "nousers" does not exist\.$/],
  'psycopg-server-stopped': [
    'server-stopped',
    /^The connection to the database was lost while revision ccc3 was running/,
  ],
  'psycopg2-server-stopped': [
    'server-stopped',
    /^The connection to the database was lost while revision ccc3 was running/,
  ],
  'asyncpg-server-stopped': [
    'server-stopped',
    /^The connection to the database was lost while revision ccc3 was running/,
  ],
  'lock-timeout': ['lock-timeout', /^A lock was not granted in time while revision ccc3 was running/],
  'bad-url': ['bad-url', /missing or is no address/],
  'no-driver': ['no-driver', /^The database driver pg8000 is not installed in Python/],
  'unknown-dialect': ['no-driver', /^SQLAlchemy knows no dialect "postgres"/],
  'async-driver': ['async-driver', /asynchronous driver/],
  'no-alembic': ['no-alembic', /^Alembic is not installed in Python \/home\/ana\/shop\/\.venv/],
  'no-alembic-folder': ['no-alembic', /^Alembic is not installed/],
  'no-alembic-piece': ['no-alembic', /^Alembic is not installed/],
  'no-script-location': ['no-script-location', /^Alembic finds no script_location in the configuration of shop\.$/],
  'env-variable': ['env-variable', /^env\.py of shop needs the variable DATABASE_URL, which is not set\.$/],
  'env-import': ['env-import', /^env\.py of shop cannot be loaded .*: No module named 'models_that_are_not_there'\.$/],
  'env-failed': ['env-failed', /^env\.py of shop failed: RuntimeError: no tenant chosen\.$/],
  'env-syntax': ['syntax-error', /^Python cannot read \/home\/ana\/shop\/alembic\/env\.py, line \d+: /],
  'missing-settings': [
    'missing-settings',
    /^The application’s settings \(Settings\) cannot be made: database_url is missing or wrong\.$/,
  ],
  'unknown-revision': ['unknown-revision', /^Revision zzz is not among the files of shop\.$/],
  'row-without-file': ['unknown-revision', /^Revision gone9 is not among the files of shop\.$/],
  'several-heads': ['several-heads', /^shop has several heads/],
  'missing-parent': ['missing-parent', /names nope as its parent or dependency/],
  cycle: ['cycle', /^The revisions .*ddd4.* depend on each other in a circle\.$/],
  'not-up-to-date': ['not-up-to-date', /^The database is behind the newest revision/],
  'offline-unsafe': ['offline-unsafe', /asks the database something while revision ccc3 was running/],
  'overlapping-rows': ['overlapping-rows', /^The version table holds \w+ together with \w+/],
};

for (const [name, [code, message]] of Object.entries(expected))
  test(`explained: ${name}`, () => {
    const failure = explained(captured(name));
    assert.equal(failure.code, code);
    assert.match(failure.message, message);
  });

test('every captured failure has an expectation', () => {
  const names = readdirSync(folder).map((file) => file.replace('.txt', ''));
  const failures = names.filter((name) => captured(name).exitCode !== 0);
  assert.deepEqual(failures.sort(), Object.keys(expected).sort());
});

test('a program that cannot be started is named', () => {
  const finished = { exitCode: undefined, signal: undefined, stdout: '', stderr: '', startError: 'ENOENT' };
  const failure = explained(finished);
  assert.equal(failure.code, 'not-started');
  assert.match(failure.message, /python was not found/);
});

test('what nobody has foreseen is told with its last line and exit code', () => {
  const failure = explained({
    exitCode: 7,
    signal: undefined,
    stdout: 'one\n',
    stderr: 'a strange thing\n\n',
    startError: undefined,
  });
  assert.equal(failure.code, 'failed');
  assert.match(failure.message, /exit code 7/);
});

test('no text keeps a placeholder, and each is one sentence that ends', () => {
  for (const name of Object.keys(expected)) {
    const { message, next } = explained(captured(name));
    assert.doesNotMatch(`${message} ${next}`, /[{}]|undefined/, name);
    assert.match(next, /[.!)]$/, name);
  }
  for (const kind of failureKinds) assert.match(kind.next, /\.$/, kind.code);
});

test('the error line is the server’s own, without the wrapping of drivers', () => {
  assert.equal(errorLine(captured('asyncpg-revision-failed').stderr), 'relation "nousers" does not exist');
  assert.equal(errorLine('x\nFAILED: Multiple heads\n'), 'Multiple heads');
  assert.equal(errorLine(''), '');
});
