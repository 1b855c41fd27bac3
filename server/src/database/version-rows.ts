/** The rows of a project's version table, which say at which revisions the database stands, and which server it is. */

import type { Client } from 'pg';

import { inReadOnlySession } from './read-only-session.ts';
import type { PgAddress } from './url.ts';

export interface VersionTable {
  readonly schema: string | undefined;
  readonly name: string;
}

export interface VersionRows {
  /** In alphabetical order; none when the table doesn't exist, as Alembic sees it. */
  readonly rows: readonly string[];
  /** Major version of the server. */
  readonly serverVersion?: number;
  /**
   * By which transactions the rows were written: the same as long as nobody has moved the database, and another one after
   * it was moved away and back. Absent without rows, and where the server doesn't tell.
   */
  readonly written?: string;
}

const undefinedTable = '42P01';
const undefinedSchema = '3F000';

/**
 * Everything in one session.
 *
 * @throws what `pg` throws
 */
export async function readVersionRows(address: PgAddress, table: VersionTable): Promise<VersionRows> {
  return inReadOnlySession(address, async (client) => {
    const parts = [table.schema, table.name].flatMap((part) => (part === undefined ? [] : [part]));
    const name = parts.map((part) => client.escapeIdentifier(part)).join('.');
    const serverVersion = await majorVersion(client);
    const server = serverVersion === undefined ? {} : { serverVersion };
    try {
      const { rows } = await client.query<{ version_num: string }>(`SELECT version_num FROM ${name} ORDER BY 1`);
      const written = await writers(client, name);
      return { rows: rows.map((row) => row.version_num), ...server, ...(written === undefined ? {} : { written }) };
    } catch (error) {
      if (
        error instanceof Error &&
        'code' in error &&
        (error.code === undefinedTable || error.code === undefinedSchema)
      )
        return { rows: [], ...server };
      throw error;
    }
  });
}

/** Undefined where the server calls itself PostgreSQL and doesn't know the setting. */
async function majorVersion(client: Client): Promise<number | undefined> {
  const { rows } = await client.query<{ number: string | null }>(
    "SELECT current_setting('server_version_num', true) AS number",
  );
  const number = Number(rows[0]?.number ?? Number.NaN);
  return Number.isInteger(number) ? Math.floor(number / 10_000) : undefined;
}

/** The ids of the transactions, in the order of the rows. A view has none, and is no reason to fail. */
async function writers(client: Client, name: string): Promise<string | undefined> {
  try {
    const { rows } = await client.query<{ written: string | null }>(
      `SELECT string_agg(xmin::text, ' ' ORDER BY version_num) AS written FROM ${name}`,
    );
    return rows[0]?.written ?? undefined;
  } catch {
    return undefined;
  }
}
