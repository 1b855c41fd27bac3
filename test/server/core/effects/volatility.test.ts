/** Defaults that give one value for all rows, those that give one per row, and those that only the database knows. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { volatilityOf } from '../../../../server/src/core/effects/volatility.ts';

const calls = (...functions: string[]) => volatilityOf({ kind: 'expression', sql: '', functions });

test('literals, casts and steady functions are one value for all rows', () => {
  assert.equal(volatilityOf({ kind: 'literal', text: 'x', plain: true }).volatility, 'constant');
  assert.equal(calls().volatility, 'constant');
  for (const name of ['now', 'timezone', 'current_setting', 'statement_timestamp', 'make_interval', 'lower']) {
    assert.equal(calls(name).volatility, 'constant', name);
  }
});

test('one volatile function makes the whole expression so, and is named', () => {
  for (const name of ['gen_random_uuid', 'uuid_generate_v4', 'clock_timestamp', 'nextval', 'random']) {
    assert.deepEqual(calls('lower', name), { volatility: 'volatile', function: name });
  }
  assert.deepEqual(calls('uuidv7'), { volatility: 'volatile', function: 'uuidv7', needs: 18 });
  assert.deepEqual(calls('public.uuid_generate_v4'), { volatility: 'volatile', function: 'uuid_generate_v4' });
});

test('a function of the application is a question, not a claim', () => {
  assert.deepEqual(calls('next_invoice_number'), { volatility: 'unknown', function: 'next_invoice_number' });
  assert.deepEqual(volatilityOf({ kind: 'unknown', source: 'DEFAULT' }), { volatility: 'unknown' });
});
