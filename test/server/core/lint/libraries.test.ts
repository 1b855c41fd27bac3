/** Versions of Alembic and SQLAlchemy: where they are known from, and what depends on them. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isAtLeast } from '../../../../server/src/core/lint/libraries.ts';
import { defaultSettings, type LintSettings, librariesOf } from '../../../../server/src/core/lint/settings.ts';
import { openText } from '../../../support/project.ts';

test('of a version without a last number the last release counts', () => {
  const library = (version: string) => ({ version, origin: 'configured' }) as const;
  const atLeast = (version: string, wanted: string) => isAtLeast(library(version), wanted);
  assert.ok(atLeast('1.18', '1.18.2') && atLeast('1.18.2', '1.18.2') && atLeast('2.0', '1.18.2'));
  assert.ok(!atLeast('1.18.1', '1.18.2') && !atLeast('1.9', '1.18.2') && !atLeast('1.9.9', '1.18'));
});

test('what is configured holds, then what is installed, then a current one', () => {
  const installed = { alembic: '1.15.2', sqlalchemy: '2.1.0b1' };
  const configured = { ...defaultSettings, installed, alembicVersion: '1.13' };
  assert.deepEqual(librariesOf(configured), {
    alembic: { version: '1.13', origin: 'configured' },
    sqlalchemy: { version: '2.1.0', origin: 'environment' },
  });
  assert.deepEqual(librariesOf(defaultSettings).sqlalchemy, { version: '2.0', origin: 'default' });
});

function finding(rule: string, body: string, settings: Partial<LintSettings>) {
  const text = (id: string, down: string, upgrade: string) => `# file: ${id}.py
import sqlalchemy as sa
from alembic import op
revision = "${id}"
down_revision = ${down}


def upgrade():
    ${upgrade}


def downgrade():
    raise NotImplementedError("irreversible: a test")
`;
  const made = 'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True))';
  const tables = `${made}\n    ${made.replace('users', 'orders')}`;
  const all = { ...defaultSettings, profile: 'all', ...settings } as const;
  const snapshot = openText(text('a', 'None', tables) + text('b', '"a"', body), { settings: all });
  const found = snapshot.findings('b.py').find((each) => each.rule === rule);
  assert.ok(found, rule);
  return { message: found.message, titles: found.fixes().map(({ title }) => title) };
}

test('a message that depends on a version names it, and says where nobody has', () => {
  const column =
    'op.create_table("boxes", sa.Column("id", sa.Integer()), sa.Column("x", sa.Integer(), sa.Computed("id * 2")))';
  const message = (settings: Partial<LintSettings>) => finding('computed-persisted-unset', column, settings).message;
  assert.match(message({}), /SQLAlchemy 2\.0 \(assumed: set sqlalchemy-version\) renders STORED/);
  assert.match(message({ sqlalchemyVersion: '2.0.30' }), /: SQLAlchemy 2\.0\.30 renders STORED/);
  const later = { sqlalchemyVersion: '2.1', postgresVersion: 16, postgresVersionOrigin: 'configured' } as const;
  assert.match(message(later), /SQLAlchemy 2\.1 renders neither word, which is refused on PostgreSQL 16\./);
  assert.match(message({ ...later, postgresVersion: 18 }), /which makes it VIRTUAL on PostgreSQL 18\./);
});

test('a fix uses no argument that Alembic lacks', () => {
  const key = 'op.add_column("orders", sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id")))';
  const titles = (alembicVersion: string) => finding('add-column-fk-second-scan', key, { alembicVersion }).titles;
  assert.match(titles('1.18.2')[0] ?? '', /in one statement/);
  assert.deepEqual(
    titles('1.18.1').filter((title) => title.includes('in one statement')),
    [],
  );
  assert.equal(titles('1.18.1').length, 1);
});
