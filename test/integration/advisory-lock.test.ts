/** What a session with an advisory lock, and one that waits for it, mean for a concurrent build: proven on the server. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import pg from 'pg';

import { createDatabase, type Database } from '../support/database.ts';

describe('a concurrent build and advisory locks', () => {
  let database: Database;
  const clients: pg.Client[] = [];
  const connect = async () => {
    const client = new pg.Client({ connectionString: database.plainUrl });
    await client.connect();
    clients.push(client);
    return client;
  };

  before(async () => {
    database = await createDatabase();
    await database.query('CREATE TABLE users (id integer, email text)');
  });

  after(async () => {
    for (const client of clients) await client.end();
    await database.drop();
  });

  test('the session that holds the lock is no obstacle, one that waits for it is', async () => {
    const [holder, waiter, builder] = [await connect(), await connect(), await connect()];
    await holder.query('BEGIN');
    await holder.query('SELECT pg_advisory_xact_lock(1)');
    await builder.query('CREATE INDEX CONCURRENTLY ix_users_id ON users (id)');

    const waited = waiter.query('SELECT pg_advisory_lock(1)');
    await appears('advisory');
    let isBuilt = false;
    const build = builder.query('CREATE INDEX CONCURRENTLY ix_users_email ON users (email)').then(() => {
      isBuilt = true;
    });
    await appears('virtualxid');
    assert.equal(isBuilt, false);

    await holder.query('COMMIT');
    await waited;
    await build;
    assert.equal(isBuilt, true);
  });

  /** Until some session of the database waits for a lock of that kind. */
  async function appears(event: string): Promise<void> {
    const sql = `SELECT 1 FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock' AND wait_event = $1`;
    while ((await database.query(sql, [event])).length === 0);
  }
});
