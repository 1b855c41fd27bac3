/**
 * A replayed catalogue held against a real one: it is written as SQL, run on an empty database, and both are compared
 * in the server's own words.
 */

import pg from 'pg';

import { catalogueSql } from '../../server/src/core/render/schema/catalogue.ts';
import { unknown as notKnown } from '../../server/src/core/render/schema/words.ts';
import { type Catalogue, type ColumnState, tableKey } from '../../server/src/core/schema/catalogue.ts';
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
  /** Columns whose type or default isn't known: they were made with the real one, so that the rest can be compared. */
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
    const filled = await withRealColumns(catalogue, real);
    const statements = catalogueSql(filled.catalogue);
    const unknown = statements.filter((statement) => statement.includes(notKnown) && !isFilled(statement));
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
      untyped: filled.count,
    };
  } finally {
    await ours.drop();
  }
}

/** Types and defaults that aren't known have been replaced by the real ones, so what is marked here are those alone. */
function isFilled(statement: string): boolean {
  return statement.startsWith('CREATE TABLE');
}

function isOpen({ type, default: given, computed }: ColumnState): boolean {
  const isTyped = type.name !== undefined && !type.open;
  return !isTyped || given?.kind === 'unknown' || (computed !== undefined && computed.sql === undefined);
}

/** The catalogue with the server's own types and defaults where they are only known when the migration runs. */
async function withRealColumns(
  catalogue: Catalogue,
  real: Database,
): Promise<{ readonly catalogue: Catalogue; readonly count: number }> {
  const unknown = [...catalogue.tables.values()].flatMap((table) =>
    [...table.columns.values()].flatMap((column) => (isOpen(column) ? [{ table, column }] : [])),
  );
  if (unknown.length === 0) return { catalogue, count: 0 };
  const rows = await real.query<{ key: string; type: string; default: string | null }>(
    `SELECT n.nspname || '.' || c.relname || '.' || a.attname AS key, format_type(a.atttypid, a.atttypmod) AS type,
            pg_get_expr(x.adbin, x.adrelid) AS default
       FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
       LEFT JOIN pg_attrdef x ON x.adrelid = c.oid AND x.adnum = a.attnum
      WHERE a.attnum > 0 AND NOT a.attisdropped`,
  );
  const columns = new Map(rows.map((row) => [row.key, row]));
  const tables = new Map(catalogue.tables);
  for (const { table, column } of unknown) {
    const found = columns.get(`${table.schema ?? 'public'}.${table.name}.${column.name}`);
    const { default: given, computed, ...rest } = column;
    const isKnown = column.type.name !== undefined && !column.type.open;
    const type = isKnown ? column.type : { ...column.type, name: undefined, source: found?.type ?? '' };
    const sql = found?.default ?? undefined;
    const filled =
      given?.kind !== 'unknown'
        ? given
        : sql === undefined
          ? undefined
          : { kind: 'expression' as const, sql, functions: [] };
    const current = tables.get(tableKey(table)) ?? table;
    const state = {
      ...rest,
      type,
      ...(filled === undefined ? {} : { default: filled }),
      ...(computed === undefined ? {} : { computed: { ...computed, sql: computed.sql ?? sql } }),
    };
    tables.set(tableKey(table), { ...current, columns: new Map(current.columns).set(column.name, state) });
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
