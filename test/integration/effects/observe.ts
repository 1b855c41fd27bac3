/** Runs a form on a real server and tells what it did: locks, work on rows, the error that stopped it. */

import type pg from 'pg';

import type { Work } from '../../../server/src/core/effects/facts.ts';
import { isStronger, type LockMode, lockModes } from '../../../server/src/core/effects/lock.ts';
import { ROWS } from './seed.ts';

export interface Observation {
  /** The SQLSTATE of a refusal. */
  readonly refused?: string;
  /** The strongest lock of each relation; indexes among them. */
  readonly locks: ReadonlyMap<string, LockMode>;
  /** What was done to the rows of each table that was there before. */
  readonly work: ReadonlyMap<string, Work>;
  /** Tables and views that were there before; the other relations that locks name are indexes and sequences. */
  readonly tables: readonly string[];
  /** It ran in a session whose counters of rows read can't be asked. */
  readonly unread?: true;
}

interface Relation {
  readonly oid: string;
  readonly name: string;
  readonly kind: string;
  readonly filenode: string;
  /** Of an index: its table. */
  readonly owner: string | null;
  /** Rows that this transaction has read. */
  readonly read: string;
}

const relations = `
  SELECT c.oid::text, CASE n.nspname WHEN 'public' THEN '' ELSE n.nspname || '.' END || c.relname AS name,
         c.relkind AS kind, c.relfilenode::text AS filenode, i.indrelid::text AS owner,
         (coalesce(s.seq_tup_read, 0) + coalesce(s.idx_tup_fetch, 0))::text AS read
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_index i ON i.indexrelid = c.oid
         LEFT JOIN pg_stat_xact_user_tables s ON s.relid = c.oid
   WHERE n.nspname IN ('public', 'other')`;

const ownLocks = `
  SELECT relation::text AS oid, mode FROM pg_locks
   WHERE pid = pg_backend_pid() AND locktype = 'relation' AND granted`;

/** Runs the statements in a transaction that is rolled back. */
export async function observe(client: pg.Client, statements: readonly string[]): Promise<Observation> {
  await client.query('BEGIN');
  try {
    const before = await relationsOf(client);
    for (const statement of statements) await client.query(statement);
    // The sample reads the catalog only, whose locks are left out with all that was not there before.
    const locks = (await client.query<{ oid: string; mode: string }>(ownLocks)).rows;
    const after = await relationsOf(client);
    return { locks: strongest(locks, before), work: workOf(before, after), tables: tablesOf(before) };
  } catch (error) {
    return { refused: codeOf(error), locks: new Map(), work: new Map(), tables: [] };
  } finally {
    await client.query('ROLLBACK');
  }
}

export interface Trial {
  /** Runs the form. */
  readonly client: pg.Client;
  /** Holds it up. */
  readonly blocker: pg.Client;
  readonly watcher: pg.Client;
}

/**
 * Runs a statement that wants no transaction. Afterwards no lock is left to see, so another session holds the relation
 * until the statement waits; locks that are waited for count.
 */
export async function observeAlone(
  { client, blocker, watcher }: Trial,
  statement: string,
  held: { readonly relation: string; readonly mode: LockMode },
): Promise<Observation> {
  const before = await relationsOf(watcher);
  await blocker.query('BEGIN');
  await blocker.query(`LOCK TABLE ${held.relation} IN ${held.mode} MODE`);
  const pid = (await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]?.pid;
  const running = client.query(statement).then(
    () => undefined,
    (error: unknown) => codeOf(error),
  );
  const ended = { done: false };
  void running.then(() => (ended.done = true));
  let locks: readonly { oid: string; mode: string }[] = [];
  while (!ended.done) {
    const { rows } = await watcher.query<{ waits: boolean }>(
      `SELECT wait_event_type = 'Lock' AS waits FROM pg_stat_activity WHERE pid = $1`,
      [pid],
    );
    if (rows[0]?.waits !== true) continue;
    const sample = `SELECT relation::text AS oid, mode FROM pg_locks WHERE pid = $1 AND locktype = 'relation'`;
    locks = (await watcher.query<{ oid: string; mode: string }>(sample, [pid])).rows;
    break;
  }
  await blocker.query('ROLLBACK');
  const refused = await running;
  const after = await relationsOf(watcher);
  return {
    ...(refused === undefined ? {} : { refused }),
    locks: strongest(locks, before),
    work: workOf(before, after),
    tables: tablesOf(before),
    unread: true,
  };
}

function tablesOf(before: readonly Relation[]): readonly string[] {
  return before.flatMap(({ kind, name }) => ('iIS'.includes(kind) ? [] : [name]));
}

async function relationsOf(client: pg.Client): Promise<readonly Relation[]> {
  return (await client.query<Relation>(relations)).rows;
}

function strongest(
  locks: readonly { readonly oid: string; readonly mode: string }[],
  before: readonly Relation[],
): ReadonlyMap<string, LockMode> {
  const names = new Map(before.map(({ oid, name }) => [oid, name]));
  const found = new Map<string, LockMode>();
  for (const { oid, mode } of locks) {
    const name = names.get(oid);
    const lock = modes.get(mode);
    if (name === undefined || lock === undefined) continue;
    const known = found.get(name);
    if (known === undefined || isStronger(lock, known)) found.set(name, lock);
  }
  return found;
}

/** `AccessExclusiveLock` by `ACCESS EXCLUSIVE`. */
const modes: ReadonlyMap<string, LockMode> = new Map(
  lockModes.map((mode) => [
    `${mode.toLowerCase().replace(/(^| )(\w)/g, (_, _space, letter) => letter.toUpperCase())}Lock`,
    mode,
  ]),
);

function workOf(before: readonly Relation[], after: readonly Relation[]): ReadonlyMap<string, Work> {
  const files = new Set(before.map(({ filenode }) => filenode));
  const work = new Map<string, Work>();
  for (const old of before) {
    const now = after.find(({ oid }) => oid === old.oid);
    if (now === undefined || old.owner !== null || old.kind === 'S') continue;
    const read = Number(now.read) - Number(old.read) >= ROWS;
    const built = after.some(({ owner, filenode }) => owner === old.oid && filenode !== '0' && !files.has(filenode));
    if (now.filenode !== old.filenode) work.set(old.name, read ? 'rewrite' : 'files');
    else if (built) work.set(old.name, 'build');
    else if (read) work.set(old.name, 'scan');
  }
  return work;
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error);
}
