/** Which types change into which without USING, as we say and as a real server has it, for every pair of types we know. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { castTypes, convertsByItself } from '../../server/src/core/effects/casts.ts';
import { emptyCatalogue } from '../../server/src/core/schema/catalogue.ts';
import type { DataType } from '../../server/src/core/schema/data-type.ts';
import { createDatabase, type Database } from '../support/database.ts';

/** SQLSTATE of "column cannot be cast automatically to type". */
const cannotCast = '42804';

const changes = `CREATE FUNCTION changes(source text, target text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE TEMPORARY TABLE probe (c %s)', source);
  EXECUTE format('ALTER TABLE probe ALTER COLUMN c TYPE %s', target);
  DROP TABLE probe;
  RETURN 'done';
EXCEPTION WHEN OTHERS THEN
  RETURN SQLSTATE;
END $$`;

let database: Database;

before(async () => {
  database = await createDatabase();
  for (const extension of ['citext', 'hstore']) await database.query(`CREATE EXTENSION ${extension}`);
  await database.query("CREATE TYPE mood AS ENUM ('a', 'b')");
  await database.query("CREATE TYPE tone AS ENUM ('a', 'b')");
  await database.query(changes);
});

after(() => database.drop());

test('every pair of types', async () => {
  const types = [...castTypes, 'mood', 'tone', 'int4[]', 'text[]', 'mood[]'];
  const rows = await database.query<{ source: string; target: string; outcome: string }>(
    `SELECT source, target, changes(source, target) AS outcome
       FROM unnest($1::text[]) source, unnest($1::text[]) target WHERE source <> target`,
    [types],
  );
  assert.equal(rows.length, types.length * (types.length - 1));
  assert.deepEqual(new Set(rows.map((row) => row.outcome)), new Set(['done', cannotCast]));
  const wrong = rows.filter(
    ({ source, target, outcome }) =>
      convertsByItself(typeOf(source), typeOf(target), emptyCatalogue) !== (outcome === 'done'),
  );
  assert.deepEqual(wrong, []);
});

function typeOf(source: string): DataType {
  const name = source.replace('[]', '');
  const own = { name, modifiers: [], dimensions: source.endsWith('[]') ? 1 : 0, source };
  if (name !== 'mood' && name !== 'tone') return own;
  return { ...own, enum: { name, labels: ['a', 'b'], native: true, createType: true } };
}
