/** What a declared table becomes in the catalogue, where SQLAlchemy's rules differ from what is written. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeCatalogue } from '../../../support/catalogue.ts';
import { openText } from '../../../support/project.ts';
import { revisionFile } from '../../../support/revision.ts';

function tableOf(...parts: readonly string[]): readonly string[] {
  const upgrade = `op.create_table("t", ${parts.join(', ')})`;
  const file = revisionFile({ id: 'a', down: null, upgrade });
  return describeCatalogue(openText(`# file: v/a.py\n${file}`).catalogue).filter((line) => line.startsWith('t: '));
}

test('a declared primary key takes the place of what the columns say of themselves', () => {
  const id = 'sa.Column("id", sa.Text(), primary_key=True)';
  assert.deepEqual(tableOf(id), ['t: t_pkey primary-key (id)']);
  assert.deepEqual(tableOf(id, 'sa.PrimaryKeyConstraint("id")'), ['t: t_pkey primary-key (id)']);
  const other = 'sa.Column("other", sa.Text()), sa.PrimaryKeyConstraint("other", name="pk")';
  assert.deepEqual(tableOf(id, other), ['t: pk primary-key (other)']);
});

test('a default of an enum is one of the new enum when a plugin has made it anew', () => {
  const made = revisionFile({
    id: 'a',
    down: null,
    upgrade: `op.execute("CREATE TYPE mood AS ENUM ('sad')")
op.execute("CREATE TABLE t (m mood DEFAULT 'sad')")
op.sync_enum_values("public", "mood", ["sad", "glad"], [("t", "m")])`,
  });
  const lines = describeCatalogue(openText(`# file: v/a.py\n${made}`).catalogue).join('\n');
  assert.match(lines, /t\.m mood DEFAULT 'sad'/);
  assert.doesNotMatch(lines, /mood_old/);
});

test('a constraint is named by position too', () => {
  const kind = 'sa.Column("kind", sa.Text(), sa.CheckConstraint("kind <> \'\'", "has_kind"))';
  assert.deepEqual(tableOf(kind), ["t: has_kind check kind <> ''"]);
  const reference = 'sa.Column("o", sa.Integer()), sa.ForeignKeyConstraint(["o"], ["o.id"], "fk_o", None, "CASCADE")';
  assert.deepEqual(tableOf(reference), ['t: fk_o (o) -> o(id) DELETE CASCADE']);
});
