/** A server of one major version with the seeded database, and copies of it for what can't be rolled back. */

import pg from 'pg';

import { type Major, start } from '../../environment/postgres.mjs';
import type { Trial } from './observe.ts';
import { rows, schema, unproven } from './seed.ts';

export interface SeededServer {
  /** In a database of its own, for what is rolled back. */
  readonly client: pg.Client;
  /** Sessions in a new copy of the database. */
  trial(): Promise<Trial>;
  stop(): Promise<void>;
}

/** Parallel workers count the rows that they read for themselves. */
const options = '-c max_parallel_workers_per_gather=0 -c max_parallel_maintenance_workers=0';

export async function startSeeded(major: Major): Promise<SeededServer> {
  const cluster = await start({ major });
  const clients = new Set<pg.Client>();
  const connect = async (database: string) => {
    const { host, port, user, password } = cluster;
    const client = new pg.Client({ host, port, user, password, database, options });
    await client.connect();
    clients.add(client);
    return client;
  };
  const disconnect = async (client: pg.Client) => {
    clients.delete(client);
    await client.end();
  };
  const admin = await connect('postgres');
  // What it reads and locks would be counted with what a form does.
  await admin.query('ALTER SYSTEM SET autovacuum = off');
  await admin.query('SELECT pg_reload_conf()');
  await admin.query('CREATE DATABASE seed');
  const seeding = await connect('seed');
  for (const statement of [...schema, ...rows, ...unproven, 'ANALYZE']) await seeding.query(statement);
  await disconnect(seeding);
  let copies = 0;
  const copy = async () => {
    const name = `copy_${++copies}`;
    await admin.query(`CREATE DATABASE ${name} TEMPLATE seed`);
    return name;
  };
  return {
    client: await connect(await copy()),
    trial: async () => {
      const database = await copy();
      return {
        client: await connect(database),
        blocker: await connect(database),
        watcher: await connect(database),
      };
    },
    stop: async () => {
      await Promise.all([...clients].map(disconnect));
      await cluster.stop();
    },
  };
}
