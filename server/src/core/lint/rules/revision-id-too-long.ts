/** An id that the version table can't hold. */

import { shortenId } from '../fixes/shorten-id.ts';
import { defineRule } from '../rule.ts';

/** `alembic_version.version_num` is VARCHAR(32). */
const limit = 32;

function file(id: string): string {
  return `"""Add tags"""
import sqlalchemy as sa
from alembic import op

revision = ${id}
down_revision = None


def upgrade() -> None:
    op.create_table("tags", sa.Column("id", sa.Integer(), primary_key=True))


def downgrade() -> None:
    op.drop_table("tags")
`;
}

export default defineRule({
  name: 'revision-id-too-long',
  group: 'graph',
  level: 'error',
  profile: 'recommended',
  dialects: ['postgresql', 'mysql'],
  fix: 'suggested',
  scope: { roots: true },
  docs: {
    summary: 'The revision id is longer than the version table can hold.',
    why: 'The column `alembic_version.version_num` is a VARCHAR(32): the upgrade does all its work, then fails when it records the id, and everything is rolled back.',
    instead: 'Use an id of at most 32 characters, and change it in the `down_revision` of the revisions that follow.',
  },
  examples: [
    {
      title: 'Thirty-two characters are enough',
      files: {},
      bad: file('«"0001_add_tags_and_the_tables_that_use_them"»'),
      good: file('"0001_add_tags_and_the_tables"'),
    },
  ],

  *check(context) {
    const { revision } = context.migration.header;
    if (revision === undefined || [...revision.value].length <= limit) return;
    yield {
      at: revision.span,
      message: `The id ${revision.value} has ${[...revision.value].length} characters, but the version table holds ${limit}, so the upgrade fails at its last step.`,
      fixes: () => shortenId(context, revision, limit),
    };
  },
});
