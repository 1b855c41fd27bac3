/**
 * What we say of locks, work, failures and versions, held against real servers of every supported major version: each
 * form is read as a migration, its effects are predicted, and the same statement runs on tables with 2,000 rows. Locks
 * are those of `pg_locks` in the same transaction, rewrites and index builds new file nodes, scans the counters of rows
 * read. ACCESS SHARE locks and the reading of sources by queries are no part of the claim; nor is the table of a dropped
 * statistics object, which the catalogue does not hold.
 *
 * What the servers taught, since one would not guess it:
 * - A timestamp that becomes a timestamptz under UTC keeps the table, but every index on it is built anew; so is an index
 *   that has the column in an expression or its condition, whatever the types. Leaving COLLATE out is a change, too.
 * - Changing the type of a column with a foreign key takes ACCESS EXCLUSIVE on the table at the other end.
 * - ADD UNIQUE and ADD PRIMARY KEY on a partitioned table take SHARE on the partitions up to 17, ACCESS EXCLUSIVE from 18.
 * - DETACH PARTITION takes only SHARE UPDATE EXCLUSIVE on the partition in 13, unless the table has a foreign key; with one
 *   it also locks what the key refers to. CONCURRENTLY ends with ACCESS EXCLUSIVE on the partition.
 * - Dropping a partition takes ACCESS EXCLUSIVE on its parent and on the DEFAULT partition.
 * - ATTACH PARTITION builds the indexes that the partition lacks, under ACCESS EXCLUSIVE on it.
 * - SET (n_distinct) and SET COMPRESSION do not reach the partitions, SET STATISTICS and SET STORAGE do; renaming a trigger
 *   does from 15 on.
 * - A constraint that is valid already is not scanned by VALIDATE; a foreign key reads the table that it refers to as well.
 * - Deleting rows takes ROW EXCLUSIVE on tables with ON DELETE CASCADE and ROW SHARE on those with NO ACTION.
 */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { isUsableAtOnce } from '../../server/src/core/effects/enum-label.ts';
import { factNames } from '../../server/src/core/effects/facts.ts';
import { conflicts, lockModes } from '../../server/src/core/effects/lock.ts';
import { MAJORS } from '../environment/postgres.mjs';
import { alembicSql } from './effects/alembic-sql.ts';
import { columnForms } from './effects/column-forms.ts';
import { compare, NEEDS_NO_TRANSACTION } from './effects/compare.ts';
import { constraintForms } from './effects/constraint-forms.ts';
import { type Form, formOf } from './effects/form.ts';
import { indexForms } from './effects/index-forms.ts';
import { observe, observeAlone } from './effects/observe.ts';
import { partitionForms } from './effects/partition-forms.ts';
import { predict } from './effects/predict.ts';
import { type SeededServer, startSeeded } from './effects/seeded-server.ts';
import { statementForms } from './effects/statement-forms.ts';
import { tableForms } from './effects/table-forms.ts';
import { typeForms } from './effects/type-forms.ts';

const forms = [
  ...columnForms,
  ...typeForms,
  ...constraintForms,
  ...indexForms,
  ...tableForms,
  ...partitionForms,
  ...statementForms,
].map(formOf);
const sql = alembicSql(forms);

describe('effects on real servers', { concurrency: 2 }, () => {
  for (const major of MAJORS) {
    describe(`PostgreSQL ${major}`, { concurrency: 1 }, () => {
      let server: SeededServer;
      before(async () => {
        server = await startSeeded(major);
      });
      after(() => server.stop());

      test(`${forms.length} forms do what we say`, async () => {
        const differences: string[] = [];
        for (const form of forms) {
          const statements = (await sql).get(form.text) ?? [];
          for (const difference of await tryForm(server, major, form, statements)) {
            const zone = form.timeZone === undefined ? '' : ` in ${form.timeZone}`;
            differences.push(`${form.text}${zone}: ${difference}`);
          }
        }
        assert.deepEqual(differences, []);
      });

      test('locks conflict as we say', () => tryConflicts(server));
      test('a new label can be used when we say so', () => tryLabels(server, major));
    });
  }
});

test('every fact has a form that shows it', () => {
  const shown = new Set(MAJORS.flatMap((major) => forms.flatMap((form) => [...predict(form, major).names])));
  assert.deepEqual(
    factNames.filter((name) => !shown.has(name)),
    [],
  );
});

async function tryForm(
  server: SeededServer,
  major: number,
  form: Form,
  statements: readonly string[],
): Promise<readonly string[]> {
  const predicted = predict(form, major);
  await server.client.query(`SET timezone TO '${form.timeZone ?? 'UTC'}'`);
  const inTransaction = await observe(server.client, statements);
  if (!predicted.alone || predicted.needs !== undefined) return compare(form, predicted, inTransaction);
  const { refused } = inTransaction;
  if (refused !== NEEDS_NO_TRANSACTION) return [`said to be refused in a transaction, but ${refused ?? 'it ran'}`];
  if (form.heldUpBy === undefined) return [];
  const trial = await server.trial();
  const relation = form.on ?? [...predicted.locks.keys()][0] ?? '';
  return compare(form, predicted, await observeAlone(trial, statements[0] ?? '', { relation, mode: form.heldUpBy }));
}

/** Each pair of modes, held and asked for by two sessions. */
async function tryConflicts(server: SeededServer): Promise<void> {
  const { client: holder, blocker: asker } = await server.trial();
  for (const held of lockModes) {
    for (const asked of lockModes) {
      await holder.query('BEGIN');
      await holder.query(`LOCK TABLE copies IN ${held} MODE`);
      await asker.query('BEGIN');
      const refused = await asker.query(`LOCK TABLE copies IN ${asked} MODE NOWAIT`).then(
        () => false,
        () => true,
      );
      await asker.query('ROLLBACK');
      await holder.query('ROLLBACK');
      assert.equal(refused, conflicts(held, asked), `${held} held, ${asked} asked for`);
    }
  }
}

async function tryLabels({ client }: SeededServer, major: number): Promise<void> {
  const uses = {
    old: ["ALTER TYPE mood ADD VALUE 'calm'", "INSERT INTO moods VALUES (1, 'calm')"],
    new: ["CREATE TYPE fresh AS ENUM ('a')", "ALTER TYPE fresh ADD VALUE 'b'", "SELECT 'b'::fresh"],
  };
  const works = async (statements: readonly string[]) => (await observe(client, statements)).refused === undefined;
  assert.equal(await works(uses.old), isUsableAtOnce(major, false));
  assert.equal(await works(uses.new), isUsableAtOnce(major, true));
}
