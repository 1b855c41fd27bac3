/** Facts put to work: relations filled in, versions told, tables that are new left out. The facts have their oracle. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { type Effect, effectsOf, feltByOthers } from '../../../../server/src/core/effects/effects.ts';
import { factNames, factOf } from '../../../../server/src/core/effects/facts.ts';
import { applyOperations } from '../../../../server/src/core/history/apply.ts';
import { readMigration } from '../../../../server/src/core/history/migration.ts';
import { emptyCatalogue } from '../../../../server/src/core/schema/catalogue.ts';
import { sqlParser } from '../../../support/project.ts';

/** The effects of the last statement on what those before it made. */
function effects(version: number, ...statements: readonly string[]): readonly Effect[] {
  const body = statements.map((sql) => `    op.execute("""${sql}""")\n`).join('');
  const text = `from alembic import op\n\ndef upgrade():\n${body}`;
  const { upgrade } = readMigration('x.py', text, { parser: sqlParser });
  const last = upgrade.at(-1);
  assert.ok(last);
  const before = applyOperations(emptyCatalogue, upgrade.slice(0, -1), { revision: 'x', file: 'x.py' });
  return effectsOf(last, before, version);
}

const locks = (given: readonly Effect[]) =>
  given.flatMap((effect) => effect.locks.map(({ relation, mode }) => `${relation.name}: ${mode}`));
const work = (given: readonly Effect[]) =>
  given.flatMap((effect) => effect.work.map((done) => `${done.relation.name}: ${done.work}`));

const divided = [
  'CREATE TABLE m (id int, day date) PARTITION BY RANGE (day)',
  "CREATE TABLE m1 PARTITION OF m FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')",
  'CREATE TABLE m9 PARTITION OF m DEFAULT',
];

test('a change of a divided table locks its partitions, where the rows are', () => {
  const given = effects(17, ...divided, 'ALTER TABLE m ADD CHECK (id > 0)');
  assert.deepEqual(locks(given), ['m: ACCESS EXCLUSIVE', 'm1: ACCESS EXCLUSIVE', 'm9: ACCESS EXCLUSIVE']);
  assert.deepEqual(work(given), ['m1: scan', 'm9: scan']);
});

test('a new partition locks the parent, and has the DEFAULT one searched', () => {
  const given = effects(
    17,
    ...divided,
    "CREATE TABLE m2 PARTITION OF m FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')",
  );
  assert.deepEqual(locks(given), ['m: ACCESS EXCLUSIVE', 'm9: ACCESS EXCLUSIVE']);
  assert.deepEqual(work(given), ['m9: scan']);
});

test('older versions differ as the facts say', () => {
  const detach = [...divided, 'ALTER TABLE m DETACH PARTITION m1'];
  assert.ok(locks(effects(13, ...detach)).includes('m1: SHARE UPDATE EXCLUSIVE'));
  assert.ok(locks(effects(14, ...detach)).includes('m1: ACCESS EXCLUSIVE'));
});

test('what a version does not know names the version that does', () => {
  const needs = (version: number, sql: string) => effects(version, sql).map((effect) => effect.needs);
  const virtual = 'ALTER TABLE t ADD COLUMN c int GENERATED ALWAYS AS (a + 1) VIRTUAL';
  assert.deepEqual([needs(17, virtual), needs(18, virtual)], [[18], [undefined]]);
  assert.deepEqual(needs(16, 'ALTER TABLE t ADD COLUMN c uuid DEFAULT uuidv7()'), [18]);
});

test('what nobody else can see yet is not felt', () => {
  const [effect] = effects(17, 'ALTER TABLE a ADD FOREIGN KEY (x) REFERENCES b (id)');
  assert.ok(effect);
  const felt = feltByOthers(effect, ({ name }) => name === 'a');
  assert.deepEqual(locks([felt]), ['b: SHARE ROW EXCLUSIVE']);
  assert.deepEqual(work([felt]), ['b: plan']);
});

test('every fact has a form for people and, where versions differ, an older one', () => {
  for (const name of factNames) {
    const fact = factOf(name);
    assert.ok(fact.form.length > 3, name);
    if (fact.before !== undefined) assert.notDeepEqual(factOf(name, fact.before.version - 1), fact, name);
  }
});
