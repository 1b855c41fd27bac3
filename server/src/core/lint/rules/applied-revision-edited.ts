/** A revision that others have already, and that does something else now. */

import { type Base, baseHas, havingIt } from '../../history/base.ts';
import { editsOf, type RevisionEdit } from '../../history/edited.ts';
import { defineRule, type RuleContext } from '../rule.ts';

function file(column: string): string {
  return `"""Add a note"""
import sqlalchemy as sa
from alembic import op

revision = "2b3c4d5e6f70"
down_revision = "1a2b3c4d5e6f"


def upgrade() -> None:
    op.add_column("users", ${column})


def downgrade() -> None:
    op.drop_column("users", "note")
`;
}

const users = {
  '1a2b3c4d5e6f_users.py': `"""Add users"""
import sqlalchemy as sa
from alembic import op

revision = "1a2b3c4d5e6f"
down_revision = None


def upgrade() -> None:
    op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True))


def downgrade() -> None:
    op.drop_table("users")
`,
};
const before = file('sa.Column("note", sa.Text())');

export default defineRule({
  name: 'applied-revision-edited',
  group: 'graph',
  level: 'warning',
  profile: 'recommended',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'none',
  scope: { roots: true },
  docs: {
    summary: 'A revision that is in the base branch already, or applied to the database, does something else now.',
    why: 'A database runs a revision once. Where it has run, the change never arrives; a new database gets it, and from then on the two differ although both are at the same revision. Comments, docstrings and formatting may change; a changed downgrade is reported as information.',
    instead: 'Leave the revision as it is, and put the change into a new one.',
    noFix:
      'putting the former text back would lose the change, and what of it belongs into a new revision is for its author to say.',
  },
  examples: [
    {
      title: 'Another type, after the merge',
      files: users,
      base: { now: { ...users, '2b3c4d5e6f70_change.py': before } },
      bad: file('sa.Column("note", sa.String(200))').replace('op.add', '«op.add').replace('(200)))', '(200)))»'),
      good: before.replace('note"""', 'note to users"""'),
    },
  ],

  *check(context) {
    for (const base of context.bases) {
      const edit = appliedEdit(context, base);
      if (edit === undefined) continue;
      const id = context.migration.header.revision?.value ?? '';
      const done = havingIt(base);
      yield {
        at: edit.at,
        ...(edit.part === 'downgrade' ? { level: 'info' as const } : {}),
        message: messages[edit.part](id, done),
      };
      return;
    }
  },
});

const messages: Readonly<Record<RevisionEdit['part'], (id: string, done: string) => string>> = {
  upgrade: again,
  elsewhere: again,
  place: (id, done) =>
    `${id} is ${done} already, so databases that have run it keep the order it had. Give it its former parent back, and put new revisions at the end.`,
  downgrade: (id, done) =>
    `${id} is ${done} already; its downgrade now does something else than when it was reviewed. Run it on a copy before relying on it.`,
};

function again(id: string, done: string): string {
  return `${id} is ${done} already, so databases that have run it never get this change. Put it into a new revision.`;
}

/** The edit to speak of: of the upgrade rather than of the downgrade. */
function appliedEdit({ migration, graph }: RuleContext, base: Base): RevisionEdit | undefined {
  const id = migration.header.revision?.value;
  const before = id === undefined ? undefined : base.fork?.text(id);
  if (id === undefined || before === undefined || migration.stale !== undefined) return undefined;
  const now = base.now.text(id);
  // Also when it is the base that changed it.
  if (now !== undefined && now !== before && editsOf(now, migration.text).length === 0) return undefined;
  const edits = editsOf(before, migration.text).filter(({ part }) => part !== 'place' || isOwnMatter());
  return edits.find(({ part }) => part !== 'downgrade') ?? edits[0];

  /** A parent that is gone, or a new one in between, is told of where that happened. */
  function isOwnMatter(): boolean {
    const former = base.fork?.graph.revisions.get(id ?? '')?.down ?? [];
    return (
      former.every((parent) => graph.revisions.has(parent)) &&
      migration.header.down.every(({ value }) => baseHas(base, value))
    );
  }
}
