/** What rules about transactions say of Alembic, SQLAlchemy and the server, on the real ones. */

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { execa } from 'execa';

import { exampleEnvironment } from '../../server/src/core/lint/example-environment.ts';
import { createDatabase, type Database, python } from '../support/database.ts';
import { writeFiles } from '../support/folder.ts';

const env = exampleEnvironment();

const users = `op.execute("CREATE TABLE users (id serial PRIMARY KEY, email text)")
op.execute("INSERT INTO users (email) VALUES ('first')")`;

interface Case {
  readonly name: string;
  readonly body: string;
  check(outcome: { readonly error: string | null; readonly database: Database }): Promise<void>;
}

const emails = async (database: Database) =>
  (await database.query<{ email: string }>('SELECT email FROM users ORDER BY id')).map(({ email }) => email);
const version = async (database: Database) =>
  (await database.query<{ version_num: string }>('SELECT version_num FROM alembic_version'))[0]?.version_num;
const hasColumn = async (database: Database, name: string) =>
  (
    await database.query('SELECT 1 FROM information_schema.columns WHERE table_name = $1 AND column_name = $2', [
      'users',
      name,
    ])
  ).length === 1;

const cases: readonly Case[] = [
  {
    name: 'what follows commit() of the connection is lost, the version row included',
    body: `op.execute("ALTER TABLE users ADD COLUMN x text")
op.get_bind().commit()
op.execute("UPDATE users SET email = 'second'")`,
    check: async ({ error, database }) => {
      assert.equal(error, null);
      assert.deepEqual(await emails(database), ['first']);
      assert.equal(await hasColumn(database, 'x'), true);
      assert.equal(await version(database), '0001');
    },
  },
  {
    name: 'an autocommit block behind commit() does not mend that',
    body: `op.execute("ALTER TABLE users ADD COLUMN x text")
op.get_bind().commit()
with op.get_context().autocommit_block():
    op.execute("UPDATE users SET email = 'second'")
op.execute("UPDATE users SET email = email || ' third'")`,
    check: async ({ error, database }) => {
      assert.equal(error, null);
      assert.deepEqual(await emails(database), ['second']);
      assert.equal(await version(database), '0001');
    },
  },
  {
    name: 'commit() of a session leaves the transaction to Alembic',
    body: `from sqlalchemy.orm import Session
session = Session(bind=op.get_bind())
session.execute(sa.text("UPDATE users SET email = 'second'"))
session.commit()
raise RuntimeError("stop")`,
    check: async ({ error, database }) => {
      assert.match(error ?? '', /stop/);
      assert.deepEqual(await emails(database), ['first']);
    },
  },
  {
    name: 'COMMIT leaves half a revision behind',
    body: `op.execute("ALTER TABLE users ADD COLUMN x text")
op.execute("COMMIT")
op.execute("ALTER TABLE users ADD COLUMN x text")`,
    check: async ({ error, database }) => {
      assert.match(error ?? '', /already exists/);
      assert.equal(await hasColumn(database, 'x'), true);
      assert.equal(await version(database), '0001');
    },
  },
  {
    name: 'an autocommit block does so too',
    body: `op.execute("ALTER TABLE users ADD COLUMN x text")
with op.get_context().autocommit_block():
    op.execute("ALTER TABLE users ADD COLUMN x text")`,
    check: async ({ error, database }) => {
      assert.match(error ?? '', /already exists/);
      assert.equal(await hasColumn(database, 'x'), true);
      assert.equal(await version(database), '0001');
    },
  },
  {
    name: 'BEGIN changes nothing',
    body: `op.execute("BEGIN")
op.execute("UPDATE users SET email = 'second'")`,
    check: async ({ error, database }) => {
      assert.equal(error, null);
      assert.deepEqual(await emails(database), ['second']);
      assert.equal(await version(database), '0002');
    },
  },
  {
    name: 'SET LOCAL does nothing in an autocommit block, and ends where one begins',
    body: `op.execute("SET LOCAL lock_timeout = '7s'")
with op.get_context().autocommit_block():
    op.execute("SET LOCAL statement_timeout = '7s'")
    op.execute(
        "UPDATE users SET email = current_setting('lock_timeout') || ' ' || current_setting('statement_timeout')"
    )`,
    check: async ({ error, database }) => {
      assert.equal(error, null);
      assert.deepEqual(await emails(database), ['0 0']);
    },
  },
  {
    name: 'SET lasts until RESET',
    body: `with op.get_context().autocommit_block():
    op.execute("SET lock_timeout = '7s'")
    op.execute("UPDATE users SET email = current_setting('lock_timeout')")
    op.execute("RESET lock_timeout")
op.execute("UPDATE users SET email = email || ' ' || current_setting('lock_timeout')")`,
    check: async ({ error, database }) => {
      assert.equal(error, null);
      assert.deepEqual(await emails(database), ['7s 0']);
    },
  },
  {
    name: 'a table that a batch makes anew has lost its sequence',
    body: `with op.batch_alter_table("users", recreate="always") as batch_op:
    batch_op.add_column(sa.Column("x", sa.Text()))
op.execute("INSERT INTO users (email) VALUES ('second')")`,
    check: ({ error }) => {
      assert.match(error ?? '', /duplicate key/);
      return Promise.resolve();
    },
  },
  {
    name: 'a table that others refer to can not be made anew',
    body: `op.execute("CREATE TABLE orders (user_id int REFERENCES users)")
with op.batch_alter_table("users", recreate="always") as batch_op:
    batch_op.add_column(sa.Column("x", sa.Text()))`,
    check: ({ error }) => {
      assert.match(error ?? '', /depend on it/);
      return Promise.resolve();
    },
  },
];

const revision = (id: string, down: string, body: string) => `import sqlalchemy as sa
from alembic import op

revision = "${id}"
down_revision = ${down}


def upgrade():
${body.replace(/^(?=.)/gm, '    ')}


def downgrade():
    pass
`;

describe('transactions as they are', () => {
  const databases: Database[] = [];
  const errors: (string | null)[] = [];
  let root = '';

  before(async () => {
    root = await mkdtemp(path.join(os.tmpdir(), 'ag-'));
    const input = [];
    for (const [i, { body }] of cases.entries()) {
      const folder = path.join(root, String(i));
      const database = await createDatabase();
      databases.push(database);
      await writeFiles(folder, {
        'env.py': env,
        'versions/0001.py': revision('0001', 'None', users),
        'versions/0002.py': revision('0002', '"0001"', body),
      });
      for (const target of ['0001', '0002'])
        input.push(JSON.stringify({ folder, url: database.url, target, back: null }));
    }
    const script = path.join(import.meta.dirname, 'rule_examples.py');
    const nothing = "SELECT '', '' WHERE false";
    const { stdout } = await execa(await python(), [script, nothing], { input: input.join('\n') });
    const results = stdout.split('\n').filter((line) => line.startsWith('{'));
    // Every other run makes the table.
    for (const line of results.filter((_, i) => i % 2 === 1))
      errors.push((JSON.parse(line) as { error: string | null }).error);
  });

  after(async () => {
    for (const database of databases) await database.drop();
    if (root !== '') await rm(root, { recursive: true, force: true });
  });

  for (const [i, { name, check }] of cases.entries()) {
    test(name, async () => {
      const [error, database] = [errors[i], databases[i]];
      assert.ok(error !== undefined && database !== undefined, 'it was run');
      await check({ error, database });
    });
  }
});
