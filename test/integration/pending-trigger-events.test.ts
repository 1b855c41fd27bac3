/** Which changes of a table the server refuses while checks of deferred keys wait, and which ones the rule speaks of. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import pg from 'pg';

import { createDatabase, type Database } from '../support/database.ts';
import { openText } from '../support/project.ts';

const tables = [
  'CREATE TABLE shops (id integer PRIMARY KEY, note text)',
  `CREATE TABLE orders (id integer PRIMARY KEY, note text,
     shop_id integer CONSTRAINT fk REFERENCES shops DEFERRABLE INITIALLY DEFERRED, CHECK (id > 0))`,
  'CREATE INDEX ix_note ON orders (note)',
  'CREATE TABLE others (id integer PRIMARY KEY, order_id integer)',
];
const rows = ["INSERT INTO shops VALUES (1, 'a'), (2, 'b')", "INSERT INTO orders VALUES (1, 'a', 1)"];

const changes = [
  'UPDATE orders SET shop_id = 2 WHERE id = 1',
  "UPDATE orders SET note = 'b' WHERE id = 1",
  'INSERT INTO orders (id, shop_id) VALUES (7, 1)',
  'DELETE FROM orders WHERE id = 1',
  'DELETE FROM shops WHERE id = 2',
  'UPDATE shops SET id = 3 WHERE id = 2',
  "UPDATE shops SET note = 'c' WHERE id = 2",
];

const statements = [
  'ALTER TABLE orders ADD COLUMN x text',
  'ALTER TABLE orders DROP COLUMN note',
  'ALTER TABLE orders ALTER COLUMN note SET NOT NULL',
  "ALTER TABLE orders ALTER COLUMN note SET DEFAULT 'x'",
  'ALTER TABLE orders ALTER COLUMN note TYPE varchar',
  'ALTER TABLE orders RENAME COLUMN note TO memo',
  'ALTER TABLE orders RENAME TO sales',
  'ALTER TABLE orders ADD CONSTRAINT c CHECK (id > 0) NOT VALID',
  'ALTER TABLE orders ADD CONSTRAINT u UNIQUE (id)',
  'ALTER TABLE orders ADD CONSTRAINT f FOREIGN KEY (shop_id) REFERENCES shops NOT VALID',
  'ALTER TABLE orders VALIDATE CONSTRAINT orders_id_check',
  'ALTER TABLE orders DROP CONSTRAINT fk',
  'ALTER TABLE orders ENABLE ROW LEVEL SECURITY',
  'ALTER TABLE orders SET (fillfactor = 80)',
  'ALTER TABLE others ADD CONSTRAINT f FOREIGN KEY (order_id) REFERENCES orders NOT VALID',
  'ALTER TABLE shops ADD COLUMN x text',
  'CREATE INDEX i ON orders (shop_id)',
  'DROP INDEX ix_note',
  'REINDEX TABLE orders',
  'DROP TABLE orders',
  'TRUNCATE orders',
  "COMMENT ON TABLE orders IS 'x'",
  'LOCK TABLE orders',
];

describe('pending trigger events', () => {
  let database: Database;
  let client: pg.Client;

  before(async () => {
    database = await createDatabase();
    client = new pg.Client({ connectionString: database.plainUrl });
    await client.connect();
    for (const sql of [...tables, ...rows]) await client.query(sql);
  });

  after(async () => {
    await client.end();
    await database.drop();
  });

  for (const change of changes) {
    test(`after ${change}`, async () => {
      for (const statement of statements) {
        assert.equal(isReported(change, statement), await isRefused(change, statement), statement);
      }
    });
  }

  async function isRefused(...sql: readonly string[]): Promise<boolean> {
    await client.query('BEGIN');
    try {
      for (const each of sql) await client.query(each);
      return false;
    } catch (error) {
      assert.match(String(error), /pending trigger events/, sql.join('; '));
      return true;
    } finally {
      await client.query('ROLLBACK');
    }
  }
});

function isReported(...sql: readonly string[]): boolean {
  const executed = (list: readonly string[]) => list.map((each) => `    op.execute("""${each}""")`).join('\n');
  const file = (id: string, down: string, list: readonly string[]) => `# file: versions/${id}.py
from alembic import op
revision = "${id}"
down_revision = ${down}


def upgrade():
${executed(list)}


def downgrade():
    pass
`;
  const snapshot = openText(file('1', 'None', tables) + file('2', '"1"', sql));
  return snapshot.findings('versions/2.py').some(({ rule }) => rule === 'ddl-with-pending-trigger-events');
}
