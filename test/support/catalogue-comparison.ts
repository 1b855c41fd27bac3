/**
 * A replayed catalogue held against a real one: it is written as SQL, run on an empty database, and both are compared
 * in the server's own words.
 */

import pg from 'pg';

import { catalogueSql } from '../../server/src/core/render/schema/catalogue.ts';
import { unknown as notKnown } from '../../server/src/core/render/schema/words.ts';
import { type Catalogue, tableKey } from '../../server/src/core/schema/catalogue.ts';
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
  /** Statements of which a part is only known when the migration runs. */
  readonly unknown: readonly string[];
  /** Columns whose type isn't known: they were made with the real one, so that the rest can be compared. */
  readonly untyped: number;
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
    const typed = await withRealTypes(catalogue, real);
    const statements = catalogueSql(typed.catalogue);
    const unknown = statements.filter((statement) => statement.includes(notKnown) && !isTyped(statement));
    const known = statements.filter((statement) => !unknown.includes(statement));
    const refused = await runEach(ours.plainUrl, [...prepare, ...known]);
    const [expected, found] = [
      await readServerCatalogue(real, versionTable),
      await readServerCatalogue(ours, versionTable),
    ];
    return {
      objects: expected.size,
      differences: differencesOf(expected, found),
      refused,
      unknown,
      untyped: typed.count,
    };
  } finally {
    await ours.drop();
  }
}

/** Whether what isn't known are types alone, which stand behind the marks here. */
function isTyped(statement: string): boolean {
  return statement.startsWith('CREATE TABLE');
}

async function withRealTypes(
  catalogue: Catalogue,
  real: Database,
): Promise<{ readonly catalogue: Catalogue; readonly count: number }> {
  const unknown = [...catalogue.tables.values()].flatMap((table) =>
    [...table.columns.values()].flatMap((column) => (column.type.name === undefined ? [{ table, column }] : [])),
  );
  if (unknown.length === 0) return { catalogue, count: 0 };
  const rows = await real.query<{ schema: string; table: string; column: string; type: string }>(
    `SELECT n.nspname AS schema, c.relname AS table, a.attname AS column, format_type(a.atttypid, a.atttypmod) AS type
       FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE a.attnum > 0 AND NOT a.attisdropped`,
  );
  const types = new Map(rows.map((row) => [`${row.schema}.${row.table}.${row.column}`, row.type]));
  const tables = new Map(catalogue.tables);
  for (const { table, column } of unknown) {
    const source = types.get(`${table.schema ?? 'public'}.${table.name}.${column.name}`);
    const current = tables.get(tableKey(table)) ?? table;
    const columns = new Map(current.columns).set(column.name, {
      ...column,
      type: { ...column.type, source: source ?? '' },
    });
    tables.set(tableKey(table), { ...current, columns });
  }
  return { catalogue: { ...catalogue, tables }, count: unknown.length };
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
