/**
 * A replayed catalogue held against a real one: it is written as SQL, run on an empty database, and both are compared
 * in the server's own words.
 */

import pg from 'pg';

import { catalogueSql } from '../../server/src/core/render/schema/catalogue.ts';
import type { Catalogue } from '../../server/src/core/schema/catalogue.ts';
import { createDatabase, type Database } from './database.ts';
import { type Objects, readServerCatalogue } from './server-catalogue.ts';

export interface Difference {
  /** Kind and name of the object. */
  readonly object: string;
  /** Undefined where the server has none. */
  readonly real: string | undefined;
  /** Undefined where the replayed catalogue has none. */
  readonly ours: string | undefined;
}

export interface Comparison {
  /** Objects on the server. */
  readonly objects: number;
  readonly differences: readonly Difference[];
  /** Statements of ours that the server refused, with its words. */
  readonly refused: readonly string[];
}

/** @param prepare statements that ours start from as the real ones did, e.g. what stood in the database before */
export async function compareWithServer(
  catalogue: Catalogue,
  real: Database,
  versionTable: string,
  prepare: readonly string[] = [],
): Promise<Comparison> {
  const ours = await createDatabase();
  try {
    const refused = await runEach(ours.plainUrl, [...prepare, ...catalogueSql(catalogue)]);
    const [expected, found] = [
      await readServerCatalogue(real, versionTable),
      await readServerCatalogue(ours, versionTable),
    ];
    return { objects: expected.size, differences: differencesOf(expected, found), refused };
  } finally {
    await ours.drop();
  }
}

function differencesOf(real: Objects, ours: Objects): readonly Difference[] {
  const all = new Set([...real.keys(), ...ours.keys()]);
  return [...all].flatMap((object) => {
    const [expected, found] = [real.get(object), ours.get(object)];
    return timeless(expected) === timeless(found) ? [] : [{ object, real: expected, ours: found }];
  });
}

/** A default such as 'now' became the time at which it was written. */
function timeless(text: string | undefined): string | undefined {
  return text?.replace(/'\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+(\+\d\d)?'/g, "'the time'");
}

async function runEach(connectionString: string, statements: readonly string[]): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  const refused: string[] = [];
  try {
    for (const statement of statements) {
      try {
        await client.query(statement);
      } catch (error) {
        refused.push(`${error instanceof Error ? error.message : String(error)}: ${statement}`);
      }
    }
  } finally {
    await client.end();
  }
  return refused;
}

/** Revisions at which nothing but their ancestors has run, when they run in this order: some of them, evenly apart. */
export function stopsAlong(
  order: readonly string[],
  parentsOf: (revision: string) => readonly string[],
  count: number,
): readonly string[] {
  const open = new Set<string>();
  const alone = order.filter((revision) => {
    for (const parent of parentsOf(revision)) open.delete(parent);
    open.add(revision);
    return open.size === 1;
  });
  if (alone.length <= count) return alone;
  const step = (alone.length - 1) / (count - 1);
  return [...new Set(Array.from({ length: count }, (_, i) => alone[Math.round(i * step)] ?? ''))];
}
