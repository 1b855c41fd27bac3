/** The five samples run on a real server with the real Alembic, and what must be refused is refused by the server. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { suite, test } from 'node:test';

import { readSamples, type Sample } from '../environment/samples.mjs';
import type { Database } from '../support/database.ts';
import { alembicIn, type Place, parentOf, placeOf, succeed } from '../support/sample-place.ts';

const samples = await readSamples();

for (const sample of samples) {
  suite(`sample ${sample.name}`, () => {
    test('an empty database goes up to the last revision that can run, and down to base again', async (t) => {
      const place = await placeOf(t, sample);
      const last = await lastRunnable(place, sample, false);
      await succeed(place, sample, ['upgrade', last]);
      const { schema = 'public', name } = sample.versionTable;
      const rows = await place.database.query<{ version_num: string }>(`SELECT version_num FROM ${schema}.${name}`);
      assert.ok(rows.length === 1 && rows[0] !== undefined, 'one row in the version table');
      await succeed(place, sample, ['downgrade', 'base']);
      assert.deepEqual(await leftovers(place.database, name), []);
    });

    test('each revision goes up, down and up again on the rows of its seed', async (t) => {
      const place = await placeOf(t, sample);
      await succeed(place, sample, ['upgrade', sample.applied]);
      if (sample.seed) await place.database.query(await readFile(path.join(place.folder, sample.seed), 'utf8'));
      const last = await lastRunnable(place, sample, true);
      await succeed(place, sample, ['upgrade', last]);
      await succeed(place, sample, ['downgrade', sample.applied]);
      await succeed(place, sample, ['upgrade', last]);
    });

    for (const { revision, error, needsRows } of sample.refused) {
      test(`the server refuses ${revision}`, async (t) => {
        const place = await placeOf(t, sample);
        if (needsRows) {
          await succeed(place, sample, ['upgrade', sample.applied]);
          assert.ok(sample.seed);
          await place.database.query(await readFile(path.join(place.folder, sample.seed), 'utf8'));
        }
        const { exitCode, stderr, stdout } = await alembicIn(place, sample, ['upgrade', revision]);
        assert.notEqual(exitCode, 0);
        assert.ok(`${stdout}${stderr}`.includes(error), `expected "${error}" in\n${stderr}`);
      });
    }
  });
}

/** The newest revision below those that are refused, on an empty or a seeded database; `head` when none is. */
async function lastRunnable(place: Place, sample: Sample, seeded: boolean): Promise<string> {
  const refused = sample.refused.filter(({ needsRows }) => seeded || !needsRows);
  if (refused.length === 0) return 'head';
  const first = refused[0]?.revision ?? '';
  return parentOf(place, sample, first);
}

/** Tables, types and functions that a downgrade to base left behind, the version table aside. */
async function leftovers(database: Database, versionTable: string): Promise<string[]> {
  const rows = await database.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname !~ '^pg_|^information_schema$' AND relkind IN ('r', 'v', 'm', 'S', 'p') AND relname <> $1
     UNION ALL
     SELECT typname FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
      WHERE n.nspname !~ '^pg_|^information_schema$' AND typtype = 'e'
     UNION ALL
     SELECT proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
      WHERE n.nspname !~ '^pg_|^information_schema$'
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')`,
    [versionTable],
  );
  return rows.map(({ name }) => name).sort();
}
