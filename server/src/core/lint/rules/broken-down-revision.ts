/** A parent that no file has. */

import type { Base } from '../../history/base.ts';
import { nearest } from '../../text/nearest.ts';
import { nameParent } from '../fixes/name-parent.ts';
import { filesOf, missing } from '../fixes/restore-revision.ts';
import { defineRule, type Fix, type RuleContext } from '../rule.ts';

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
    {
      title: 'Left behind on the other branch',
      files: {},
      base: { now: { '3f1c_first.py': file('3f1c9a7e2b4d', 'None') }, fork: {} },
      bad: file('84d0b6c15e92', '«"3f1c9a7e2b4d"»'),
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
      const elsewhere = context.bases.find(({ now }) => now.graph.revisions.has(parent.value));
      const question = guess === undefined ? '' : ` Is ${guess} meant?`;
      const hint = elsewhere === undefined ? question : ` ${whereabouts(elsewhere)}`;
      yield {
        at: parent.span,
        message: `No revision file has the id ${parent.value}, so Alembic can't build the history.${hint}`,
        fixes: () => {
          const brought = elsewhere === undefined ? [] : bring(context, elsewhere, parent.value);
          return guess === undefined || elsewhere !== undefined ? brought : [nameParent(context, parent, guess)];
        },
      };
    }
  },
});

/** A database has run it and keeps no file; the text is the one it had when the state was read. */
function whereabouts({ kind, name }: Base): string {
  return kind === 'branch' ? `${name} has it; bring it here.` : `It is applied to ${name}; bring its file back.`;
}

/** The file as it is there, and those before it that are missing too. */
function bring({ graph }: RuleContext, { name, kind, now }: Base, id: string): readonly Fix[] {
  const creates = filesOf(now, missing(now, id, graph), graph);
  const title = kind === 'branch' ? `Bring ${id} from ${name}` : `Bring back the file of ${id}`;
  return creates === undefined ? [] : [{ title, preferred: true, edits: [], creates }];
}

/** An id that begins like it, or a long one with a slip in it; short numbers are all near each other. */
function meant(parent: string, known: readonly string[]): string | undefined {
  const longer = known.filter((id) => parent.length >= 4 && id.startsWith(parent));
  if (longer.length > 0) return longer.length === 1 ? longer[0] : undefined;
  return parent.length >= 8 ? nearest(parent, known) : undefined;
}
