/** Names and literals in SQL, and what becomes of names that are too long or left to a convention. */

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';

import { dialects } from '../../../../server/src/core/render/dialect.ts';
import { dotted, identifier, literal } from '../../../../server/src/core/render/text/quote.ts';
import { md5 } from '../../../../server/src/core/text/md5.ts';
import { shown } from '../../../support/rendered.ts';

test('names are quoted where they must be', () => {
  const quoted = (name: string) => identifier(dialects.postgresql, name);
  assert.deepEqual(['users', 'a$b', '_x'].map(quoted), ['users', 'a$b', '_x']);
  assert.deepEqual(['User', 'user', '1st', '$a', 'a b', 'é', 'a"b'].map(quoted), [
    '"User"',
    '"user"',
    '"1st"',
    '"$a"',
    '"a b"',
    '"é"',
    '"a""b"',
  ]);
  assert.equal(identifier(dialects.mysql, 'a`b'), '`a``b`');
  assert.equal(identifier(dialects.mysql, 'interval'), '`interval`');
  assert.equal(dotted(dialects.postgresql, 'A.b'), '"A".b');
});

test('literals double their quotes, and backslashes as SQLAlchemy does before it has seen a server', () => {
  assert.equal(literal(dialects.postgresql, "it's a\\b"), "'it''s a\\\\b'");
  assert.equal(literal(dialects.sqlite, 'a\\b'), "'a\\b'");
});

test('the hash is MD5, at every length around its block', () => {
  for (const length of [0, 1, 54, 55, 56, 63, 64, 65, 119, 120, 500]) {
    const text = 'é𝄞x'.repeat(length).slice(0, length);
    const whole = Array.from(text)
      .join('')
      .replace(/[\uD800-\uDBFF]$/, '');
    assert.equal(md5(whole), createHash('md5').update(whole).digest('hex'));
  }
});

const long = 'ix_a_table_with_a_name_that_is_much_longer_than_anyone_would_like_to_type';

test('a final name that is too long is cut with a hash, a given one is refused', () => {
  const cut = long.slice(0, 55);
  assert.deepEqual(shown(`op.create_index(op.f("${long}"), "t", ["a"])`), [
    `exact: CREATE INDEX ${cut}_${md5(long).slice(-4)} ON t (a);`,
  ]);
  const [refused] = shown(`op.create_index("${long}", "t", ["a"])`);
  assert.match(refused ?? '', /^opaque: -- Alembic refuses this: .* longer than 63 characters\n-- CREATE INDEX/);
});

test('a convention names what has no name, and completes the names of checks', () => {
  const templates = { uq: 'uq_%(table_name)s_%(column_0_name)s', ck: 'ck_%(table_name)s_%(constraint_name)s' };
  const convention = { kind: 'known', templates } as const;
  const body = [
    'op.create_unique_constraint(None, "t", ["a", "b"])',
    'op.create_check_constraint("positive", "t", "a > 0")',
    'op.create_check_constraint(op.f("ck_done"), "t", "a > 0")',
    'op.drop_constraint("positive", "t", type_="check")',
    'op.drop_constraint("positive", "t")',
  ].join('\n');
  assert.deepEqual(shown(body, { convention }), [
    'exact: ALTER TABLE t ADD CONSTRAINT uq_t_a UNIQUE (a, b);',
    'exact: ALTER TABLE t ADD CONSTRAINT ck_t_positive CHECK (a > 0);',
    'exact: ALTER TABLE t ADD CONSTRAINT ck_done CHECK (a > 0);',
    'exact: ALTER TABLE t DROP CONSTRAINT ck_t_positive;',
    'exact: ALTER TABLE t DROP CONSTRAINT positive;',
  ]);
});

test('where a convention can’t be read, unnamed constraints are assumed to stay so', () => {
  const convention = { kind: 'unknown' } as const;
  assert.deepEqual(shown('op.create_unique_constraint(None, "t", ["a"])', { convention }), [
    'assumed: ALTER TABLE t ADD UNIQUE (a);',
  ]);
});
