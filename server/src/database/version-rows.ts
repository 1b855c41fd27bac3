/** The rows of a project's version table, which say at which revisions the database stands. */

import { inReadOnlySession } from './read-only-session.ts';
import type { PgAddress } from './url.ts';

export interface VersionTable {
  readonly schema: string | undefined;
  readonly name: string;
}

const undefinedTable = '42P01';
const undefinedSchema = '3F000';

/**
 * The rows in alphabetical order; none when the table doesn't exist, as Alembic sees it.
 *
 * @throws what `pg` throws
 */
export async function readVersionRows(address: PgAddress, table: VersionTable): Promise<readonly string[]> {
  return inReadOnlySession(address, async (client) => {
    const name = [table.schema, table.name].flatMap((part) =>
      part === undefined ? [] : [client.escapeIdentifier(part)],
    );
    try {
      const { rows } = await client.query<{ version_num: string }>(
        `SELECT version_num FROM ${name.join('.')} ORDER BY 1`,
      );
      return rows.map((row) => row.version_num);
    } catch (error) {
      if (
        error instanceof Error &&
        'code' in error &&
        (error.code === undefinedTable || error.code === undefinedSchema)
      )
        return [];
      throw error;
    }
  });
}
