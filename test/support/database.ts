/** Databases on the run's PostgreSQL, and the real Alembic on them. */

import { randomBytes } from 'node:crypto';

import { execa } from 'execa';
import pg from 'pg';

import { type Connection, dropDatabase, createDatabase as newDatabase } from '../environment/database.mjs';
import { start } from '../environment/postgres.mjs';
import { ensurePython } from '../environment/python.mjs';
import { POSTGRES_URL, PYTHON } from './environment.ts';

export interface Database {
  /** For SQLAlchemy with psycopg 3. */
  readonly url: string;
  /** For libpq and node-postgres. */
  readonly plainUrl: string;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly name: string;
  /** Runs one statement and answers its rows. */
  query<Row = Record<string, unknown>>(sql: string, values?: unknown[]): Promise<Row[]>;
  drop(): Promise<void>;
}

/** A new empty database, owned by an ordinary user who must give a password. */
export async function createDatabase(): Promise<Database> {
  const server = await superuser();
  const database = await newDatabase(server, `test_${randomBytes(6).toString('hex')}`);
  const { host, port, user, password, database: name } = database;
  const where = `${user}:${password}@${host}:${port}/${name}`;
  return {
    url: `postgresql+psycopg://${where}`,
    plainUrl: `postgresql://${where}`,
    host,
    port,
    user,
    password,
    name,
    query: (sql, values) => queryOnce(`postgresql://${where}`, sql, values),
    drop: () => dropDatabase(server, name),
  };
}

export interface AlembicRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs Alembic of the test environment, without a shell. It answers also when Alembic fails. */
export async function runAlembic(
  cwd: string,
  args: readonly string[],
  env: Record<string, string>,
): Promise<AlembicRun> {
  const { exitCode, stdout, stderr } = await execa(await python(), ['-m', 'alembic', ...args], {
    cwd,
    env,
    reject: false,
  });
  return { exitCode: exitCode ?? -1, stdout, stderr };
}

/** The interpreter of the environment that holds Alembic. */
export async function python(): Promise<string> {
  return process.env[PYTHON] ?? (await ensurePython()).python;
}

let own: Promise<Connection> | undefined;

/** The superuser of the run's cluster, or of one that we start because the file is run by hand. */
export function superuser(): Promise<Connection> {
  const given = process.env[POSTGRES_URL];
  if (given !== undefined) {
    const { hostname: host, port, username: user, password } = new URL(given);
    return Promise.resolve({ host, port: Number(port), user, password });
  }
  own ??= start();
  return own;
}

async function queryOnce<Row>(connectionString: string, sql: string, values: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query(sql, values)).rows as Row[];
  } finally {
    await client.end();
  }
}
