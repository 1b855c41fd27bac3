/** What squawk says is held against what we say call by call, and what is left has a reason or is open. */

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { defaultSettings } from '../../server/src/core/lint/settings.ts';
import { openText } from '../support/project.ts';
import { compare } from './comparison/compare.ts';
import { equivalents } from './comparison/equivalents.ts';
import { comparisonPage } from './comparison/page.ts';
import type { SquawkFinding } from './comparison/squawk.ts';

const text = `
# file: v/a.py
from alembic import op
import sqlalchemy as sa
revision = "a"
down_revision = None
def upgrade():
    op.create_table("users", sa.Column("id", sa.Integer()), sa.Column("name", sa.String(10)))
def downgrade():
    pass
# file: v/b.py
from alembic import op
import sqlalchemy as sa
revision = "b"
down_revision = "a"
def upgrade():
    op.create_index("one", "users", ["id"])
    op.alter_column("users", "name", type_=sa.String(20))
    op.create_table("notes", sa.Column("id", sa.Integer()))
    op.create_index("two", "notes", ["id"])
    op.drop_constraint("three", "users")
def downgrade():
    pass
`;
const snapshot = openText(text);

/** A finding of squawk at the call that begins so. */
function said(rule: string, call: string, file = 'v/b.py'): SquawkFinding {
  const start = (snapshot.text(file) ?? '').indexOf(call);
  assert.ok(start > 0, call);
  const span = { start, end: (snapshot.text(file) ?? '').indexOf('\n', start) };
  const revision = { revision: file.slice(2, 3), file, real: true, statements: [{ sql: '', span }] };
  return { rule, message: '', revision, statement: 0 };
}

const found = [
  said('require-concurrent-index-creation', 'op.create_index("one"'),
  said('require-concurrent-index-creation', 'op.create_index("two"'),
  said('changing-column-type', 'op.alter_column'),
  said('prefer-bigint-over-int', 'op.create_table'),
  said('ban-drop-type', 'op.drop_constraint'),
  said('renaming-table', 'op.drop_constraint'),
  said('a-rule-of-tomorrow', 'op.drop_constraint'),
  said('require-lock-timeout', 'op.create_table', 'v/a.py'),
];

suite('the comparison with squawk', () => {
  const comparison = compare(snapshot, found);

  test('finds ours at the same call, and the reason where there is none', () => {
    assert.deepEqual(
      comparison.theirs.map(({ finding, ours, reason }) => [finding.rule, ours?.rule ?? reason]),
      [
        ['require-concurrent-index-creation', 'create-index-blocking'],
        ['require-concurrent-index-creation', 'new-table'],
        ['changing-column-type', 'no-work'],
        ['prefer-bigint-over-int', 'taste'],
        ['ban-drop-type', 'deliberate'],
        ['renaming-table', 'unexplained'],
        ['a-rule-of-tomorrow', 'unexplained'],
        ['require-lock-timeout', 'first'],
      ],
    );
  });

  test('counts ours once, shared or alone', () => {
    const shared = comparison.ours.filter((one) => one.shared).map(({ finding }) => finding.rule);
    assert.ok(shared.includes('create-index-blocking'));
    assert.equal(comparison.ours.length, snapshot.allFindings().length);
  });

  test('the page adds up', () => {
    const history = { name: 'sample x', revisions: 2, printed: 1, statements: 6, comparison };
    const page = comparisonPage([history], defaultSettings, { squawk: '2', postgres: 17 });
    assert.match(page, /^\| sample x \| 2 \| 1 \| 6 \| 8 \|/m);
    assert.match(page, /^\| require-concurrent-index-creation \| 2 \| 1 \| 1 \|/m);
    assert.match(page, /^\| all \| 8 \| /m);
    assert.match(page, /^- \*\*open\*\*: /m);
  });

  test('no rule of squawk is told to have nothing in common with ours without a reason', () => {
    for (const [name, { ours, rest }] of Object.entries(equivalents))
      assert.ok(ours.length > 0 || rest !== undefined, name);
  });
});
