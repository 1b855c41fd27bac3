/** One id in two files. */

import { giveNewId } from '../fixes/give-new-id.ts';
import { defineRule } from '../rule.ts';

function file(id: string, down: string, table: string): string {
  return `"""Add ${table}"""
import sqlalchemy as sa
from alembic import op

revision = ${id}
down_revision = ${down}


def upgrade() -> None:
    op.create_table("${table}", sa.Column("id", sa.Integer(), primary_key=True))


def downgrade() -> None:
    op.drop_table("${table}")
`;
}

export default defineRule({
  name: 'duplicate-revision-id',
  group: 'graph',
  level: 'error',
  profile: 'recommended',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'suggested',
  scope: { roots: true },
  tells: ['duplicate-id'],
  docs: {
    summary: 'Two files have the same revision id.',
    why: 'Alembic only warns, takes the file that it loads last and ignores the other, so one of the two migrations never runs.',
    instead: 'Delete the copy, or give it an id of its own and a place in the history.',
  },
  examples: [
    {
      title: 'A copied file that kept the id',
      files: { '0001_users.py': file('"0001"', 'None', 'users'), '0002_tags.py': file('"0002"', '"0001"', 'tags') },
      bad: file('«"0002"»', '"0001"', 'colours'),
      good: file('"0003"', '"0002"', 'colours'),
    },
  ],

  *check(context) {
    const { graph, migration } = context;
    const { revision } = migration.header;
    const own = graph.problems.find(({ code, file }) => code === 'duplicate-id' && file === migration.file);
    if (own === undefined || revision === undefined || !graph.complete) return;
    const twins = graph.problems.filter(
      ({ code, revision: id, file }) => code === 'duplicate-id' && id === revision.value && file !== migration.file,
    );
    yield {
      at: own.span,
      message: own.message,
      related: twins.map((twin) => ({
        message: `${revision.value} stands here too.`,
        file: twin.file,
        span: twin.span,
      })),
      fixes: () => giveNewId(context, revision),
    };
  },
});
