/** Downgrades made from upgrades. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { applyEdits } from '../../../../../server/src/core/text/edit.ts';
import { openText } from '../../../../support/project.ts';

function scaffold(upgrade: string, downgrade = 'pass'): string {
  const indented = (code: string) => code.replace(/^(?=.)/gm, '    ');
  const snapshot = openText(`# file: versions/0001_schema.py
from alembic import op
import sqlalchemy as sa
revision = "0001"
down_revision = None


def upgrade():
    op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("email", sa.String(100)))


def downgrade():
    op.drop_table("users")
# file: versions/0002_change.py
from alembic import op
import sqlalchemy as sa
revision = "0002"
down_revision = "0001"


def upgrade():
${indented(upgrade)}


def downgrade():
${indented(downgrade)}
`);
  const file = 'versions/0002_change.py';
  const finding = snapshot.findings(file).find((each) => each.rule === 'downgrade-empty');
  const fix = finding?.fixes()[0];
  assert.ok(fix, 'there is a fix');
  const text = applyEdits(snapshot.text(file) ?? '', fix.edits);
  const after = snapshot.withFile(file, text).findings(file);
  assert.ok(after.every((each) => each.rule !== 'downgrade-empty'));
  return text.slice(text.indexOf('def downgrade():\n') + 'def downgrade():\n'.length).trimEnd();
}

test('several operations are undone in reverse order', () => {
  const upgrade = `op.add_column("users", sa.Column("age", sa.Integer()))
op.create_index("ix_users_age", "users", ["age"])
op.alter_column("users", "email", type_=sa.Text(), existing_type=sa.String(100))`;
  assert.equal(
    scaffold(upgrade),
    `    op.alter_column("users", "email", existing_type=sa.Text(), type_=sa.String(length=100))
    op.drop_index("ix_users_age", table_name="users")
    op.drop_column("users", "age")`,
  );
});

test('a table that is more than its columns is not made anew as an ordinary one', () => {
  assert.equal(
    scaffold(`op.execute("CREATE UNLOGGED TABLE cache (id integer)")
op.drop_table("cache")`),
    `    # Not undone: cache is partitioned, a child of another table, unlogged or temporary
    op.drop_table("cache")`,
  );
});

test('comments are put back too', () => {
  assert.equal(
    scaffold(`op.add_column("users", sa.Column("age", sa.Integer()))
op.create_table_comment("users", "people")
op.execute("COMMENT ON COLUMN users.email IS 'where to write'")`),
    `    op.execute("COMMENT ON COLUMN users.email IS NULL")
    op.drop_table_comment("users")
    op.drop_column("users", "age")`,
  );
});

test('a dropped column comes back with its type, a docstring and comments stay', () => {
  const downgrade = '"""Downgrade schema."""\n# nothing yet\npass  # later';
  assert.equal(
    scaffold('op.drop_column("users", "email")', downgrade),
    `    """Downgrade schema."""
    # nothing yet
    op.add_column("users", sa.Column("email", sa.String(length=100), nullable=True))  # later`,
  );
});

test('what has no inverse is named among what has', () => {
  const upgrade = `op.add_column("users", sa.Column("age", sa.Integer()))
op.execute("UPDATE users SET email = lower(email) WHERE email <> lower(email)")`;
  assert.equal(
    scaffold(upgrade, '...'),
    `    # Not undone: the former values of the updated rows of users are gone
    op.drop_column("users", "age")`,
  );
});

test('where nothing has an inverse, the downgrade says so aloud', () => {
  const upgrade = 'op.execute("UPDATE users SET email = lower(email) WHERE email <> lower(email)")';
  assert.equal(
    scaffold(upgrade),
    '    raise NotImplementedError("irreversible: the former values of the updated rows of users are gone")',
  );
});

test('a body of only a docstring gets its statements after it', () => {
  assert.equal(
    scaffold('op.add_column("users", sa.Column("age", sa.Integer()))', '"""Nothing."""'),
    '    """Nothing."""\n    op.drop_column("users", "age")',
  );
});
