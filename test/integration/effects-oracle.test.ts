/**
 * What we say of locks, rewrites, scans and failures, held against real servers of every supported version: each form is
 * read as a migration, its effects are predicted, and the same statement runs on a database with 2,000 rows per table.
 */

import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
import assert from 'node:assert/strict';
import { describe, test, type TestContext } from 'node:test';

import pg from 'pg';

import { effectsOf } from '../../server/src/core/effects/effects.ts';
import { ensurePostgres, MAJORS, start } from '../environment/postgres.mjs';
import { alembicSql } from './effects/alembic-sql.ts';
import { columnForms } from './effects/column-forms.ts';
import { compare, NEEDS_NO_TRANSACTION } from './effects/compare.ts';
import { constraintForms } from './effects/constraint-forms.ts';
import { type Form, formOf } from './effects/form.ts';
import { indexForms } from './effects/index-forms.ts';
import { observe, observeAlone } from './effects/observe.ts';
import { type Prediction, predict } from './effects/predict.ts';
import { rows, schema, unproven } from './effects/seed.ts';
import { statementForms } from './effects/statement-forms.ts';
import { tableForms } from './effects/table-forms.ts';
import { typeForms } from './effects/type-forms.ts';

const forms = [...columnForms, ...typeForms, ...constraintForms, ...indexForms, ...tableForms, ...statementForms].map(formOf);

describe('effects on real servers', { concurrency: 2 }, () => {
  for (const major of MAJORS) {
    test(`PostgreSQL ${major} does what we say of ${forms.length} forms`, async (t) => {
      const server = await startSeeded(t, major);
      const sql = await rendered(t);
      const differences: string[] = [];
      for (const form of forms) {
        const predicted = predict(form, major);
        for (const difference of await tryForm(server, form, predicted, sql.get(form.text) ?? [])) {
          differences.push(`${form.text}${form.timeZone ? ` (${form.timeZone})` : ''}\n    ${difference}`);
        }
      }
      if (process.env['SHOW']) require('node:fs').writeFileSync(`/tmp/fx-${major}.txt`, differences.join('\n'));
      assert.deepEqual(differences, []);
    });
  }
});

let calls: ReturnType<typeof alembicSql> | undefined;

function rendered(t: TestContext): ReturnType<typeof alembicSql> {
  calls ??= alembicSql(t, forms);
  return calls;
}

interface Server {
  /** In a database of its own, for what is rolled back. */
  readonly client: pg.Client;
  connect(database: string): Promise<pg.Client>;
  /** A new copy of the seeded database. */
  copy(): Promise<string>;
}

async function startSeeded(t: TestContext, major: (typeof MAJORS)[number]): Promise<Server> {
  await ensurePostgres(major);
  const cluster = await start({ major });
  const clients: pg.Client[] = [];
  t.after(async () => {
    await Promise.all(clients.map((client) => client.end()));
    await cluster.stop();
  });
  const connect = async (database: string) => {
    const { host, port, user, password } = cluster;
    const client = new pg.Client({ host, port, user, password, database, options: settings });
    await client.connect();
    clients.push(client);
    return client;
  };
  const admin = await connect('postgres');
  await admin.query('ALTER SYSTEM SET autovacuum = off');
  await admin.query('SELECT pg_reload_conf()');
  await admin.query('CREATE DATABASE seed');
  const seeding = await connect('seed');
  for (const statement of [...schema, ...rows, ...unproven, 'ANALYZE']) await seeding.query(statement);
  clients.splice(clients.indexOf(seeding), 1);
  await seeding.end();
  let copies = 0;
  const copy = async () => {
    const name = `copy_${++copies}`;
    await admin.query(`CREATE DATABASE ${name} TEMPLATE seed`);
    return name;
  };
  return { client: await connect(await copy()), connect, copy };
}

/** Parallel workers count the rows that they read for themselves. */
const settings = '-c max_parallel_workers_per_gather=0 -c max_parallel_maintenance_workers=0 -c timezone=UTC';

async function tryForm(
  server: Server,
  form: Form,
  predicted: Prediction,
  statements: readonly string[],
): Promise<readonly string[]> {
  const { client } = server;
  await client.query(`SET timezone TO '${form.timeZone ?? 'UTC'}'`);
  const inTransaction = await observe(client, statements);
  if (!predicted.alone || predicted.needs !== undefined) return compare(form, predicted, inTransaction);
  if (inTransaction.refused !== NEEDS_NO_TRANSACTION)
    return [`said to run outside of transactions only, but inside ${inTransaction.refused ?? 'it ran'}`];
  const database = await server.copy();
  const trial = {
    client: await server.connect(database),
    blocker: await server.connect(database),
    watcher: await server.connect(database),
  };
  const relation = form.on ?? [...predicted.locks.keys()][0] ?? '';
  const held = { relation, mode: form.heldUpBy ?? 'ACCESS SHARE' } as const;
  return compare(form, predicted, await observeAlone(trial, statements[0] ?? '', held));
}
