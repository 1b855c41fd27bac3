/** Which pairs of types the server takes for a foreign key, and which the rule says it refuses. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import pg from 'pg';

import { defaultSettings } from '../../server/src/core/lint/settings.ts';
import { createDatabase, type Database } from '../support/database.ts';
import { openText } from '../support/project.ts';

const types = ['int2', 'int4', 'int8', 'numeric', 'float4', 'float8', 'text', 'varchar', 'bpchar', 'uuid', 'bool'];
types.push('date', 'timestamp', 'timestamptz', 'bytea', 'inet', 'jsonb');

describe('types of foreign keys', () => {
  let database: Database;
  let client: pg.Client;

  before(async () => {
    database = await createDatabase();
    client = new pg.Client({ connectionString: database.plainUrl });
    await client.connect();
    for (const type of types) await client.query(`CREATE TABLE p_${type} (id ${type} PRIMARY KEY)`);
  });

  after(async () => {
    await client.end();
    await database.drop();
  });

  for (const parent of types) {
    test(`a key to ${parent}`, async () => {
      for (const child of types) {
        const sql = `CREATE TABLE c (x ${child} REFERENCES p_${parent} (id))`;
        assert.equal(
          saysRefused(`CREATE TABLE p_${parent} (id ${parent} PRIMARY KEY)`, sql),
          await isRefused(sql),
          sql,
        );
      }
    });
  }

  async function isRefused(sql: string): Promise<boolean> {
    try {
      await client.query(sql);
      await client.query('DROP TABLE c');
      return false;
    } catch (error) {
      assert.match(String(error), /cannot be implemented/, sql);
      return true;
    }
  }
});

function saysRefused(parent: string, child: string): boolean {
  const file = (id: string, down: string, sql: string) => `# file: versions/${id}.py
from alembic import op
revision = "${id}"
down_revision = ${down}


def upgrade():
    op.execute("${sql}")
`;
  const rules = { 'fk-type-mismatch': { level: 'warning' } } as const;
  const snapshot = openText(file('1', 'None', parent) + file('2', '"1"', child), {
    settings: { ...defaultSettings, rules },
  });
  return snapshot.findings('versions/2.py').some(({ message }) => message.endsWith('so the server refuses the key.'));
}
