/** A parent that no file has. */

import { nearest } from '../../text/nearest.ts';
import { nameParent } from '../fixes/name-parent.ts';
import { defineRule } from '../rule.ts';

function file(id: string, down: string): string {
  return `"""Add ${id}"""
import sqlalchemy as sa
from alembic import op

revision = "${id}"
down_revision = ${down}


def upgrade() -> None:
    op.create_table("table_${id}", sa.Column("id", sa.Integer(), primary_key=True))


def downgrade() -> None:
    op.drop_table("table_${id}")
`;
}

export default defineRule({
  name: 'broken-down-revision',
  group: 'graph',
  level: 'error',
  profile: 'recommended',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'suggested',
  scope: { roots: true },
  tells: ['missing-parent'],
  docs: {
    summary: 'The `down_revision` names a revision that no file has.',
    why: 'Alembic can build no history with a missing parent, so every command stops, for all revisions, until it is found.',
    instead: 'Name the parent as its file does, or bring the missing file back from version control.',
  },
  examples: [
    {
      title: 'A letter too few',
      files: { '3f1c_first.py': file('3f1c9a7e2b4d', 'None') },
      bad: file('84d0b6c15e92', '«"3f1c9a7e2b4"»'),
      good: file('84d0b6c15e92', '"3f1c9a7e2b4d"'),
    },
  ],

  *check(context) {
    const { graph, migration } = context;
    const { revision, down } = migration.header;
    for (const parent of down) {
      if (graph.revisions.has(parent.value) || !graph.complete) continue;
      const known = [...graph.revisions.keys()].filter((id) => id !== revision?.value);
      const guess = meant(parent.value, known);
      const question = guess === undefined ? '' : ` Is ${guess} meant?`;
      yield {
        at: parent.span,
        message: `No revision file has the id ${parent.value}, so Alembic can't build the history.${question}`,
        fixes: () => (guess === undefined ? [] : [nameParent(context, parent, guess)]),
      };
    }
  },
});

/** An id that begins like it, or a long one with a slip in it; short numbers are all near each other. */
function meant(parent: string, known: readonly string[]): string | undefined {
  const longer = known.filter((id) => parent.length >= 4 && id.startsWith(parent));
  if (longer.length > 0) return longer.length === 1 ? longer[0] : undefined;
  return parent.length >= 8 ? nearest(parent, known) : undefined;
}
