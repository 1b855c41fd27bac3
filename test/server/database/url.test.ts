/** SQLAlchemy's addresses, read, shown and turned into what `pg` takes. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { parseDatabaseUrl, pgAddress, sameDatabase, targetLabel } from '../../../server/src/database/url.ts';

function parsed(text: string) {
  const url = parseDatabaseUrl(text);
  assert.ok(url, text);
  return url;
}

const labels = [
  ['postgresql+psycopg://ana:pw@db.example.com:6432/shop', 'db.example.com:6432/shop'],
  ['postgresql://ana:pw@localhost/shop', 'localhost:5432/shop'],
  ['postgresql+asyncpg://localhost', 'localhost:5432/(default database)'],
  ['postgresql:///shop', 'localhost:5432/shop'],
  ['postgresql://ana@/shop?host=/var/run/postgresql', 'shop on the socket in /var/run/postgresql'],
  ['postgresql://ana@/shop?host=one:5433&host=two:5434', 'one:5433/shop'],
  ['postgresql://[::1]:5433/shop', '[::1]:5433/shop'],
  ['postgres://a:b@h/d', 'h:5432/d'],
  ['mysql+pymysql://a:b@h/d', 'h:3306/d'],
  ['sqlite:///shop.db', 'shop.db'],
  ['sqlite:////tmp/shop.db', '/tmp/shop.db'],
  ['sqlite://', 'a database in memory'],
] as const;
for (const [text, label] of labels)
  test(`${text} is shown as ${label}`, () => assert.equal(targetLabel(parsed(text)), label));

for (const text of ['', 'hello', 'postgresql:/x', 'driver://user:pass@localhost:port/dbname'])
  test(`${JSON.stringify(text)} is no address`, () => assert.equal(parseDatabaseUrl(text), undefined));

test('user and password are decoded, and may hold what addresses are made of', () => {
  const url = parsed('postgresql+psycopg2://an%40a:p%40s%2Fs%3Aw:o/rd@h:1/d');
  assert.deepEqual([url.user, url.password, url.host, url.port, url.database], ['an@a', 'p@s/s:w:o/rd', 'h', 1, 'd']);
});

test('a lone % stays', () => assert.equal(parsed('postgresql://a:100%@h/d').password, '100%'));

test('pg gets host, port, user, password and database', () => {
  const { config } = pgAddress(parsed('postgresql+psycopg://ana:pw@h:6432/shop?application_name=x'), {});
  const { host, port, user, password, database, ssl } = config;
  assert.deepEqual(
    { host, port, user, password, database, ssl },
    { host: 'h', port: 6432, user: 'ana', password: 'pw', database: 'shop', ssl: false },
  );
});

test('a socket and the search path of the address are kept', () => {
  const { config } = pgAddress(parsed('postgresql://a@/d?host=/run/pg&options=-c%20search_path%3Dx'), {});
  assert.equal(config.host, '/run/pg');
  assert.equal(config.options, '-c search_path=x');
});

test('what the address leaves out comes from libpq’s variables', () => {
  const env = { PGHOST: 'h', PGPORT: '6000', PGUSER: 'u', PGPASSWORD: 'p', PGDATABASE: 'd' };
  const { host, port, user, password, database } = pgAddress(parsed('postgresql://'), env).config;
  assert.deepEqual(
    { host, port, user, password, database },
    { host: 'h', port: 6000, user: 'u', password: 'p', database: 'd' },
  );
});

const modes = [
  ['disable', false],
  ['prefer', false],
  ['require', { rejectUnauthorized: false }],
  ['verify-full', { rejectUnauthorized: true }],
] as const;
for (const [mode, ssl] of modes)
  test(`sslmode=${mode}`, () =>
    assert.deepEqual(pgAddress(parsed(`postgresql://h/d?sslmode=${mode}`), {}).config.ssl, ssl));

test('verify-ca checks the authority and not the host', () => {
  const address = pgAddress(parsed('postgresql://h/d?sslmode=verify-ca&sslrootcert=/ca.pem'), {});
  assert.equal(address.certificateFile, '/ca.pem');
  assert.ok(typeof address.config.ssl === 'object' && address.config.ssl.rejectUnauthorized === true);
  assert.ok('checkServerIdentity' in address.config.ssl);
});

test('driver, user and password make no other database; host, port and name do', () => {
  const url = parsed('postgresql+psycopg://a:b@h/d');
  assert.ok(sameDatabase(url, parsed('postgresql+asyncpg://c@h:5432/d')));
  for (const other of ['postgresql://h:5433/d', 'postgresql://h/e', 'postgresql://i/d', 'mysql://h:5432/d'])
    assert.ok(!sameDatabase(url, parsed(other)), other);
});
