/** Type changes as PostgreSQL 15 to 18 make them: each pair was run there and its `relfilenode` compared. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { typeChange } from '../../../../server/src/core/effects/type-change.ts';
import type { DataType } from '../../../../server/src/core/schema/data-type.ts';

/** `varchar(20)`, `numeric(10,2)`, `text[]`. */
function type(source: string): DataType {
  const [, name, modifiers = '', array = ''] = /^(\w+)(?:\(([\d,]+)\))?((?:\[\])*)$/.exec(source) ?? [];
  const numbers = modifiers === '' ? [] : modifiers.split(',').map(Number);
  return { name, modifiers: numbers, dimensions: array.length / 2, source };
}

const pairs: readonly (readonly [from: string, to: string, change: string])[] = [
  ['varchar(10)', 'varchar(20)', 'free'],
  ['varchar(20)', 'varchar(10)', 'rewrite'],
  ['varchar(10)', 'varchar(10)', 'same'],
  ['varchar(10)', 'varchar', 'free'],
  ['varchar', 'varchar(5)', 'rewrite'],
  ['varchar(10)', 'text', 'free'],
  ['text', 'varchar', 'free'],
  ['text', 'varchar(30)', 'rewrite'],
  ['varchar(5)', 'bpchar(5)', 'rewrite'],
  ['bpchar(5)', 'bpchar(8)', 'rewrite'],
  ['numeric(10,2)', 'numeric(12,2)', 'free'],
  ['numeric(10,2)', 'numeric', 'free'],
  ['numeric(10,2)', 'numeric(12,3)', 'rewrite'],
  ['numeric', 'numeric(12,2)', 'rewrite'],
  ['numeric(10)', 'numeric(10,0)', 'same'],
  ['int4', 'int8', 'rewrite'],
  ['int4', 'text', 'rewrite'],
  ['json', 'jsonb', 'rewrite'],
  ['json', 'text', 'rewrite'],
  ['xml', 'text', 'free'],
  ['name', 'text', 'rewrite'],
  ['cidr', 'inet', 'free'],
  ['varbit(4)', 'varbit', 'free'],
  ['timestamptz(3)', 'timestamptz(6)', 'free'],
  ['timestamptz(6)', 'timestamptz(3)', 'rewrite'],
  ['timestamptz(3)', 'timestamptz', 'free'],
  ['interval(3)', 'interval(5)', 'free'],
  ['time(3)', 'time(5)', 'free'],
  ['timestamp', 'timestamptz', 'free-in-utc'],
  ['timestamptz', 'timestamp', 'free-in-utc'],
  ['timestamp(3)', 'timestamptz(3)', 'rewrite'],
  ['varchar(5)[]', 'varchar(9)[]', 'rewrite'],
  ['varchar[]', 'text[]', 'rewrite'],
  ['mood', 'text', 'rewrite'],
];

for (const [from, to, change] of pairs) {
  test(`${from} to ${to}: ${change}`, () => assert.equal(typeChange(type(from), type(to), 'c'), change));
}

test('an unknown type on either side is not guessed at', () => {
  assert.equal(typeChange(undefined, type('text'), 'c'), 'unknown');
  assert.equal(typeChange({ ...type('text'), name: undefined }, type('text'), 'c'), 'unknown');
});

test('USING is free only where it casts the column and does no more', () => {
  const using = (sql: string) => typeChange(type('varchar(10)'), type('text'), 'v', sql);
  for (const sql of ['v', '(v)', '"v"', 'v::text', 'v::varchar(20)', 'CAST(v AS text)', '(v::text)']) {
    assert.equal(using(sql), 'free', sql);
  }
  for (const sql of ['trim(v)', "v AT TIME ZONE 'UTC'", 'v::text::varchar || 1', 'other']) {
    assert.equal(using(sql), 'rewrite', sql);
  }
});

test('another collation keeps the table and builds its indexes anew', () => {
  const collated = { ...type('text'), collation: 'C' };
  assert.equal(typeChange(type('text'), collated, 'c'), 'reindex');
  assert.equal(typeChange(collated, collated, 'c'), 'same');
});
