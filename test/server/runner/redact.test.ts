/** Secrets don't reach what people see. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { redactor } from '../../../server/src/runner/redact.ts';

const env = {
  DATABASE_URL: 'postgresql+psycopg://ana:s3cr%40t-word@db:5432/shop',
  API_TOKEN: 'tok-12345',
  POSTGRES_PASSWORD: 'another-one',
  PWD: '/home/ana/shop',
  APP_ENV: 'development',
  SHORT_KEY: 'ab',
};

const cases: readonly (readonly [name: string, text: string, shown: string])[] = [
  ['the password of any address', 'x postgresql://a:b@h/d y', 'x postgresql://a:***@h/d y'],
  ['a password with a slash and a colon', 'postgresql://a:b:c@h/d', 'postgresql://a:***@h/d'],
  ['an address without a user name', 'redis://:pw@h/0', 'redis://:***@h/0'],
  ['a password in the query', 'postgresql://h/d?user=a&password=b&x=1', 'postgresql://h/d?user=a&password=***&x=1'],
  ['a password among words of libpq', "host=h password='a b' port=1", 'host=h password=*** port=1'],
  ['a known password, as written', 'got s3cr%40t-word.', 'got ***.'],
  ['a known password, decoded', 'got s3cr@t-word.', 'got ***.'],
  ['the value of a secret variable', 'token tok-12345!', 'token ***!'],
  ['two at once', 'another-one and tok-12345', '*** and ***'],
];

for (const [name, text, shown] of cases) test(`hidden: ${name}`, () => assert.equal(redactor(env)(text), shown));

const left = [
  'in /home/ana/shop',
  'development',
  'ab',
  'http://localhost:8000/path',
  'relation "users" does not exist',
  'tok-123456',
];
for (const text of left) test(`shown: ${text}`, () => assert.equal(redactor(env)(text), text));

test('a password that is also the user or the database stays readable outside addresses', () => {
  const redact = redactor({ DATABASE_URL: 'postgresql://postgres:postgres@localhost/postgres' });
  assert.equal(redact('FATAL: role "postgres"'), 'FATAL: role "postgres"');
  assert.equal(redact('postgresql://postgres:postgres@localhost/x'), 'postgresql://postgres:***@localhost/x');
});

test('addresses that are not in the environment count too', () => {
  assert.equal(redactor({}, ['postgresql://a:hidden-word@h/d'])('hidden-word'), '***');
});
