/** A short read-only session on the user's PostgreSQL: it can't write, doesn't wait for locks and is closed after use. */

import { readFile } from 'node:fs/promises';
import type { Client, ClientConfig } from 'pg';

import type { PgAddress } from './url.ts';

const connectTimeoutMs = 5_000;
const limits = { default_transaction_read_only: 'on', lock_timeout: '200ms', statement_timeout: '5s' };

/**
 * Runs `work` in a session of its own. Poolers in front of the server may refuse our start-up options; then the same
 * limits are set inside one read-only transaction.
 *
 * @throws what `pg` throws: the server can't be reached, or refuses
 */
export async function inReadOnlySession<T>(address: PgAddress, work: (client: Client) => Promise<T>): Promise<T> {
  const config = await withCertificate(address);
  try {
    return await session(config, work);
  } catch (error) {
    if (config.ssl === false && needsEncryption(error))
      return session({ ...config, ssl: { rejectUnauthorized: false } }, work);
    if (refusesOptions(error)) return pooledSession(config, work);
    throw error;
  }
}

async function session<T>(config: ClientConfig, work: (client: Client) => Promise<T>): Promise<T> {
  const ours = Object.entries(limits).map(([name, value]) => `-c ${name}=${value}`);
  return connected({ ...config, options: [config.options, ...ours].filter(Boolean).join(' ') }, work);
}

async function pooledSession<T>(config: ClientConfig, work: (client: Client) => Promise<T>): Promise<T> {
  return connected({ ...config, options: undefined }, async (client) => {
    await client.query('BEGIN TRANSACTION READ ONLY');
    await client.query(`SET LOCAL lock_timeout = '${limits.lock_timeout}'`);
    await client.query(`SET LOCAL statement_timeout = '${limits.statement_timeout}'`);
    const result = await work(client);
    await client.query('ROLLBACK');
    return result;
  });
}

async function connected<T>(config: ClientConfig, work: (client: Client) => Promise<T>): Promise<T> {
  const { default: pg } = await import('pg'); // only when a database is read: the linter starts without it
  const client = new pg.Client({
    ...config,
    application_name: 'alembic-guard',
    connectionTimeoutMillis: connectTimeoutMs,
  });
  client.on('error', () => undefined); // a connection that breaks while idle; the query under way fails by itself
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function withCertificate({ config, certificateFile }: PgAddress): Promise<ClientConfig> {
  if (certificateFile === undefined || typeof config.ssl !== 'object') return config;
  return { ...config, ssl: { ...config.ssl, ca: await readFile(certificateFile, 'utf8') } };
}

function needsEncryption(error: unknown): boolean {
  return error instanceof Error && /no encryption|SSL off|requires? (SSL|TLS|encryption)/i.test(error.message);
}

function refusesOptions(error: unknown): boolean {
  return error instanceof Error && /unsupported startup parameter/i.test(error.message);
}
