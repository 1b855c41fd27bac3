/** Names, strings and indentation as fixes write them. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { constraintName, identifier, tableInSql } from '../../../../../server/src/core/lint/fixes/code.ts';
import { reindent } from '../../../../../server/src/core/lint/fixes/statement.ts';

test('names are quoted where PostgreSQL needs it', () => {
  assert.equal(identifier('users'), 'users');
  assert.equal(identifier('user'), '"user"');
  assert.equal(identifier('Order Item'), '"Order Item"');
  assert.equal(identifier('a"b'), '"a""b"');
  assert.equal(tableInSql({ schema: 'boneca', name: 'dolls' }), 'boneca.dolls');
});

test('a made-up name keeps its end within 63 characters', () => {
  const name = constraintName('ck', 'a'.repeat(40), 'b'.repeat(40), 'not_null');
  assert.equal(name.length, 63);
  assert.match(name, /_not_null$/);
  assert.equal(constraintName('ck', 'users', 'email', 'not_null'), 'ck_users_email_not_null');
});

test('lines move, but not those inside a string', () => {
  const code = [
    'op.execute(',
    '    """',
    '    SELECT 1',
    'FROM t""",',
    "    'a',  # it's",
    '    f"""x',
    '"""',
    ')',
  ].join('\n');
  const moved = [
    '    op.execute(',
    '        """',
    '    SELECT 1',
    'FROM t""",',
    "        'a',  # it's",
    '        f"""x',
    '"""',
    '    )',
  ];
  assert.deepEqual(reindent(code, '', '    ').split('\n'), moved);
  assert.equal(reindent(reindent(code, '', '    '), '    ', ''), code);
});

test('blank lines and Windows line ends stay as they are', () => {
  assert.equal(reindent('a(\r\n\r\n  b)\r\n', '', '\t'), '\ta(\r\n\r\n\t  b)\r\n');
});
