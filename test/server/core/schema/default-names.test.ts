/** The names are those that PostgreSQL 17 gave when asked; see the tests of the schema against a server. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { indexName, serverName } from '../../../../server/src/core/schema/default-names.ts';

const bare = (name: string) => ({ name, constraints: [], indexes: [] });

describe('default names', () => {
  test('table, columns and label', () => {
    assert.equal(serverName(bare('users'), [], 'pkey'), 'users_pkey');
    assert.equal(serverName(bare('users'), ['email'], 'key'), 'users_email_key');
    assert.equal(serverName(bare('users'), ['a', 'b'], 'fkey'), 'users_a_b_fkey');
  });

  test('a name that is taken gets a number', () => {
    const by = { revision: 'a', file: 'a.py', span: { start: 0, end: 0 } };
    const taken = { kind: 'exclude' as const, name: 'users_email_key', by };
    assert.equal(serverName({ ...bare('users'), constraints: [taken] }, ['email'], 'key'), 'users_email_key1');
  });

  test('the longer part is cut until 63 bytes are left', () => {
    const name = serverName(bare('a'.repeat(40)), ['b'.repeat(40)], 'fkey');
    assert.equal(name, `${'a'.repeat(29)}_${'b'.repeat(28)}_fkey`);
    assert.equal(serverName(bare('t'.repeat(63)), ['id'], 'key'), `${'t'.repeat(56)}_id_key`);
  });

  test('bytes count, not characters', () => {
    assert.equal(serverName(bare('ñ'.repeat(30)), ['id'], 'key'), `${'ñ'.repeat(28)}_id_key`);
  });

  test("SQLAlchemy's index, with the schema; a long one ends in a hash", () => {
    assert.equal(indexName({ name: 'users' }, 'email'), 'ix_users_email');
    assert.equal(indexName({ schema: 'app', name: 'users' }, 'email'), 'ix_app_users_email');
    assert.equal(indexName({ name: 'u'.repeat(60) }, 'email'), `ix_${'u'.repeat(52)}_ec58`);
  });
});
