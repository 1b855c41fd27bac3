/** A file whose name has another id than the file. */

import type { Revision } from '../../history/graph.ts';
import { defineRule } from '../rule.ts';

function file(id: string, down: string): string {
  return `"""Add a table"""
from alembic import op
import sqlalchemy as sa

revision = ${id}
down_revision = ${down}


def upgrade() -> None:
    op.create_table("table_" + revision, sa.Column("id", sa.BigInteger(), primary_key=True))


def downgrade() -> None:
    op.drop_table("table_" + revision)
`;
}

export default defineRule({
  name: 'filename-revision-mismatch',
  group: 'graph',
  level: 'info',
  profile: 'strict',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'none',
  scope: { roots: true },
  docs: {
    summary: "The file's name lacks the revision id that the names of the others have.",
    why: 'People look a revision up by its id, and find no file, or the wrong one.',
    instead: 'Rename the file, or correct the id and the `down_revision` that names it.',
  },
  examples: [
    {
      title: 'The id in the name',
      files: {
        '0001_users.py': file('"0001"', 'None'),
        '0002_tags.py': file('"0002"', '"0001"'),
        '0003_notes.py': file('"0003"', '"0002"'),
      },
      bad: file('«"0004"»', '"0003"'),
      good: file('"2b3c4d5e6f70"', '"0003"'),
    },
  ],

  *check({ migration, graph }) {
    const { revision } = migration.header;
    if (revision === undefined || bearsId(migration.file, revision.value)) return;
    const others = [...graph.revisions.values()].filter((each) => each.file !== migration.file);
    const bearing = others.filter((each: Revision) => bearsId(each.file, each.id));
    // Where many names lack it, the project names its files in another way.
    if (bearing.length < 3 || bearing.length < others.length * 0.8) return;
    yield {
      at: revision.span,
      message: `The names of the other files have their revision's id; ${nameOf(migration.file)} lacks ${revision.value}.`,
    };
  },
});

function bearsId(file: string, id: string): boolean {
  return nameOf(file).includes(id);
}

function nameOf(file: string): string {
  return file.split(/[\\/]/).at(-1) ?? file;
}
