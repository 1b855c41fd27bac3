/** What env.py passes to `context.configure`. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { sessionSetting, withConfigured } from '../../../../server/src/core/history/environment.ts';
import { readEnvironmentFacts } from '../../../../server/src/core/history/read-environment.ts';
import { configuredBy } from '../../../../server/src/core/history/session-settings.ts';
import { slice } from '../../../../server/src/core/text/span.ts';

const facts = (text: string) => readEnvironmentFacts('env.py', text);
const table = (text: string) => facts(text).versionTable;

test('nothing said', () => {
  const found = facts('from alembic import context\ncontext.configure(connection=c, target_metadata=m)\n');
  assert.deepEqual(found.versionTable, { name: 'alembic_version', schema: undefined, known: true });
  assert.deepEqual(found.keywords, ['connection', 'target_metadata']);
  assert.equal(found.transactionPerMigration, undefined);
});

test('literal keywords', () => {
  const found = facts(`
def run():
    with engine.connect() as connection:
        context.configure(
            connection=connection, version_table="versions", version_table_schema='app',
            transaction_per_migration=True, transactional_ddl=False, render_as_batch=True, include_schemas=True,
            compare_type=False)
`);
  assert.deepEqual(found.versionTable, { name: 'versions', schema: 'app', known: true });
  const { transactionPerMigration, transactionalDdl, renderAsBatch, includeSchemas, compareType } = found;
  assert.deepEqual(
    [transactionPerMigration, transactionalDdl, renderAsBatch, includeSchemas, compareType],
    [true, false, true, true, false],
  );
});

test('names of the module', () => {
  assert.deepEqual(table('SCHEMA = "app"\ncontext.configure(url=u, version_table_schema=SCHEMA)\n').schema, 'app');
});

test('dictionaries that are written out', () => {
  const text =
    'OPTIONS = {"version_table": "v", "transaction_per_migration": True}\ncontext.configure(url=u, **OPTIONS)\n';
  assert.deepEqual(table(text), { name: 'v', schema: undefined, known: true });
  assert.equal(facts(text).transactionPerMigration, true);
  assert.equal(table('context.configure(url=u, **dict(version_table="v"))\n').name, 'v');
});

test('what is computed is not known', () => {
  assert.deepEqual(table('context.configure(url=u, version_table=name())\n'), {
    name: 'alembic_version',
    schema: undefined,
    known: false,
  });
  assert.deepEqual(table('context.configure(url=u, version_table_schema=settings.schema)\n').known, false);
  assert.deepEqual(table('context.configure(connection=c, **options())\n').known, false);
  const production = 'return {"version_table": "v", "transaction_per_migration": True}';
  const options = `def options():\n    if live:\n        ${production}\n    return {"version_table": "v"}\n`;
  const read = facts(`${options}context.configure(connection=c, **options())\n`);
  assert.deepEqual(read.versionTable, { name: 'v', schema: undefined, known: true });
  assert.equal(read.transactionPerMigration, undefined);
  assert.equal(facts('context.configure(url=u, render_as_batch=is_sqlite(u))\n').renderAsBatch, undefined);
});

test('two calls that agree count as one, two that differ as none', () => {
  const twice = (a: string, b: string) =>
    `context.configure(url=u, version_table=${a})\ncontext.configure(connection=c, version_table=${b})\n`;
  assert.deepEqual(table(twice('"v"', '"v"')), { name: 'v', schema: undefined, known: true });
  assert.equal(table(twice('"v"', '"w"')).known, false);
});

test('other functions of that name don’t count', () => {
  assert.deepEqual(facts('logging.configure(level="x", version_table="no")\n').keywords, []);
});

describe('what a session begins with', () => {
  const settings = (text: string) =>
    facts(text).session?.settings.map(({ name, value, by }) => `${name}=${value ?? '?'} by ${by}`);

  test('strings that are executed', () => {
    const text = `
"""SET lock_timeout = '9s' is only spoken of."""
connection.execute(text("SET lock_timeout = '4s'; SET statement_timeout TO 60000"))
# connection.execute(text("SET statement_timeout = '1s'"))
cursor.execute("SELECT set_config('application_name', 'alembic', false)")
connection.execute(text("SET LOCAL lock_timeout = '1s'"))
`;
    assert.deepEqual(settings(text), [
      'lock_timeout=4s by statement',
      'statement_timeout=60000 by statement',
      'application_name=alembic by statement',
    ]);
  });

  test('options and names among the arguments of a connection', () => {
    const engine = (args: string) => settings(`engine = create_engine(u, connect_args=${args})\n`);
    assert.deepEqual(engine('{"options": "-c statement_timeout=60000 -c lock_timeout=5s"}'), [
      'statement_timeout=60000 by connect',
      'lock_timeout=5s by connect',
    ]);
    assert.deepEqual(engine('{"server_settings": {"lock_timeout": "5s", "jit": "off"}}'), [
      'lock_timeout=5s by connect',
    ]);
    assert.deepEqual(engine('dict(application_name="alembic")'), ['application_name=alembic by connect']);
    assert.deepEqual(engine('{"options": f"-c lock_timeout={settings.timeout}"}'), ['lock_timeout=? by connect']);
  });

  test('arguments that are computed may set more', () => {
    const complete = (text: string) => facts(text).session?.complete;
    assert.equal(complete('create_engine(u, connect_args={"options": "-c lock_timeout=5s"})\n'), true);
    assert.equal(complete('ARGS = {"sslmode": "require"}\ncreate_engine(u, connect_args=ARGS)\n'), true);
    assert.equal(complete('create_engine(u, connect_args=settings.arguments())\n'), false);
    assert.equal(complete('create_engine(u, **options)\n'), false);
  });

  test('URLs of the configuration', () => {
    const url = 'postgresql+asyncpg://u:p@h/d?options=-c%20lock_timeout%3D3s&application_name=migrations';
    const configured = configuredBy([url, 'sqlite:///x.db', 'mariadb+pymysql://h/d', 'driver://user@host/db']);
    assert.deepEqual(configured.settings, [
      { name: 'lock_timeout', value: '3s', by: 'connect' },
      { name: 'application_name', value: 'migrations', by: 'connect' },
    ]);
    const environment = withConfigured(facts('e = create_engine(u)\n'), configured);
    assert.deepEqual(environment.dialects, ['sqlite', 'mysql']);
    assert.equal(environment.script?.asyncpg, true);
    assert.equal(sessionSetting(environment, 'lock_timeout')?.value, '3s');
    assert.deepEqual(configuredBy(['postgresql://h/d?options=%E0%A4%A']).settings, []);
  });
});

test('databases that env.py names', () => {
  const dialects = (text: string) => facts(text).dialects;
  assert.deepEqual(dialects('context.configure(url=u, render_as_batch=c.dialect.name == "sqlite")\n'), ['sqlite']);
  assert.deepEqual(dialects('url = "mysql+pymysql://root@localhost/test"\n'), ['mysql']);
  assert.deepEqual(dialects('url = "postgresql+psycopg://localhost/test"\n'), []);
  assert.deepEqual(dialects('message = "sqlite is not supported"\n'), []);
});

test('foreign keys in SQLite', () => {
  const checked = (text: string) => facts(text).sqliteForeignKeys;
  assert.equal(checked('c.execute("PRAGMA foreign_keys=ON")\n'), true);
  assert.equal(checked('c.execute("PRAGMA foreign_keys=ON")\nc.execute("PRAGMA foreign_keys = OFF")\n'), false);
  assert.equal(checked('c.execute("PRAGMA journal_mode=WAL")\n'), undefined);
});

test('the calls that a fix may change', () => {
  const text = `engine = create_engine(url, poolclass=pool.NullPool)
context.configure(url=u, compare_type=True)
context.configure(connection=c, **options())
`;
  const { script } = facts(text);
  assert.deepEqual(
    script?.engines.map(({ span }) => slice(text, span)),
    ['create_engine(url, poolclass=pool.NullPool)'],
  );
  assert.deepEqual(
    script?.configures.map(({ close }) => text.slice(0, close).split('\n').length),
    [2, 3],
  );
  assert.deepEqual([script?.keywords.toSorted(), script?.hidden], [['compare_type', 'connection', 'url'], true]);
});

test('no cut of a file makes the reader throw', () => {
  const text =
    'O = {"a": 1}\ndef run():\n    context.configure(url=u, version_table="v", **O)\n"""SET lock_timeout = 1"""\n';
  for (let end = 0; end <= text.length; end++) facts(text.slice(0, end));
  assert.equal(table(text).name, 'v');
});

test('a lock that is waited for', () => {
  const lock = (code: string) => facts(`connection.execute(${code})\n`).advisoryLock;
  assert.equal(lock('text("SELECT pg_advisory_lock(1)")'), true);
  assert.equal(lock('select(func.pg_advisory_xact_lock(1))'), true);
  assert.equal(lock('text("SELECT pg_try_advisory_lock(1)")'), undefined);
  assert.equal(lock('text("SELECT pg_advisory_unlock(1)")'), undefined);
});
