/** New databases on a server of ours, each owned by an ordinary user of its own. */

import { randomBytes } from 'node:crypto';

/**
 * @typedef {object} Connection
 * @property {string} host
 * @property {number} port
 * @property {string} user
 * @property {string} password
 */

/** @typedef {Connection & { database: string }} Database */

/**
 * @param {Connection & { single?: boolean }} server its superuser; a server with one database gives that one
 * @param {string} name lower-case letters, digits and underscores
 * @returns {Promise<Database>}
 */
export async function createDatabase(server, name) {
  if (server.single) return { ...server, database: 'postgres' };
  const password = randomBytes(8).toString('hex');
  await query(
    { ...server, database: 'postgres' },
    `CREATE ROLE ${name} LOGIN PASSWORD '${password}'`,
    `CREATE DATABASE ${name} OWNER ${name}`,
  );
  return { host: server.host, port: server.port, user: name, password, database: name };
}

/**
 * @param {Connection} server
 * @param {string} name
 */
export async function dropDatabase(server, name) {
  const admin = { ...server, database: 'postgres' };
  await query(admin, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`, `DROP ROLE IF EXISTS ${name}`);
}

/**
 * Runs statements one after the other and answers the rows of the last one.
 *
 * @param {Database} database
 * @param {string[]} statements
 * @returns {Promise<any[]>}
 */
export async function query(database, ...statements) {
  const { default: pg } = await import('pg'); // not installed yet when this module is loaded
  const { host, port, user, password } = database;
  const client = new pg.Client({ host, port, user, password, database: database.database });
  await client.connect();
  try {
    let rows = [];
    for (const statement of statements) ({ rows } = await client.query(statement));
    return rows;
  } finally {
    await client.end();
  }
}
