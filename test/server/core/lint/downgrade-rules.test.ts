/** What the rules on downgrades leave alone, and what they see through. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { openText } from '../../../support/project.ts';

function said(upgrade: string, downgrade: string): readonly string[] {
  const body = (code: string) => code.replace(/^(?=.)/gm, '    ');
  const file = (id: string, down: string, up: string, back: string) => `# file: versions/${id}.py
from alembic import op
import sqlalchemy as sa

revision = "${id}"
down_revision = ${down}


def upgrade():
${body(up)}


def downgrade():
${body(back)}
`;
  const users =
    'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("email", sa.Text()))\nop.create_index("ix_email", "users", ["email"])';
  const text = file('a', 'None', users, 'op.drop_table("users")') + file('b', '"a"', upgrade, downgrade);
  return openText(text)
    .findings('versions/b.py')
    .map((finding) => finding.rule)
    .filter((rule) => rule.startsWith('downgrade-'));
}

describe('a downgrade that leads back, by another way', () => {
  test('an index that went with its column', () => {
    const up = 'op.add_column("users", sa.Column("city", sa.Text()))\nop.create_index("ix_city", "users", ["city"])';
    assert.deepEqual(said(up, 'op.drop_column("users", "city")'), []);
  });

  test('a column that lives only within the upgrade', () => {
    const up =
      'op.add_column("users", sa.Column("t", sa.Text()))\nop.drop_column("users", "t")\nop.add_column("users", sa.Column("u", sa.Text()))';
    assert.deepEqual(said(up, 'op.drop_column("users", "u")'), []);
  });

  test('SQL that undoes what op did', () => {
    assert.deepEqual(
      said('op.add_column("users", sa.Column("u", sa.Text()))', 'op.execute("ALTER TABLE users DROP COLUMN u")'),
      [],
    );
  });

  test('a constraint dropped by a name that a convention made', () => {
    const up = 'op.create_unique_constraint(None, "users", ["email"])';
    assert.deepEqual(said(up, 'op.drop_constraint("uq_users_email", "users", type_="unique")'), []);
  });

  test('a table that no migration made', () => {
    const up = 'op.drop_column("elsewhere", "old")';
    assert.deepEqual(said(up, 'op.add_column("elsewhere", sa.Column("old", sa.Text()))'), []);
  });

  test('what can not be read may do anything', () => {
    assert.deepEqual(said('op.add_column("users", sa.Column("u", sa.Text()))', 'undo(op.get_bind())'), []);
  });
});

describe('a downgrade that does not', () => {
  test('a type that is not restored', () => {
    const up = 'op.alter_column("users", "email", type_=sa.String(50))';
    assert.deepEqual(said(up, 'op.execute("COMMENT ON TABLE users IS NULL")'), ['downgrade-not-mirroring']);
  });

  test('a column that is not brought back', () => {
    assert.deepEqual(said('op.drop_column("users", "email")', 'op.execute("SELECT 1")'), ['downgrade-not-mirroring']);
  });
});
