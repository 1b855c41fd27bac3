/** What env.py passes to `context.configure`. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readEnvironmentFacts } from '../../../server/src/workspace/environment-facts.ts';

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

test('timeouts', () => {
  const text = `
connection.execute(text("SET lock_timeout = '4s'"))
# connection.execute(text("SET statement_timeout = '1s'"))
engine = create_engine(u, connect_args={"options": "-c statement_timeout=60000"})
`;
  assert.deepEqual(facts(text).timeouts, ["SET lock_timeout = '4s'", '-c statement_timeout=60000']);
});

test('no cut of a file makes the reader throw', () => {
  const text =
    'O = {"a": 1}\ndef run():\n    context.configure(url=u, version_table="v", **O)\n"""SET lock_timeout = 1"""\n';
  for (let end = 0; end <= text.length; end++) facts(text.slice(0, end));
  assert.equal(table(text).name, 'v');
});
