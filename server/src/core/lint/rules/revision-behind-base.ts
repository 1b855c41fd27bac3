/** A new revision on a parent that is no longer the newest where it will be merged. */

import { type Base, baseHas, successors } from '../../history/base.ts';
import { replacement } from '../../text/edit.ts';
import { literal } from '../fixes/code.ts';
import { filesOf, missing } from '../fixes/restore-revision.ts';
import { defineRule, type Fix, type RuleContext } from '../rule.ts';

function file(id: string, down: string, message: string): string {
  return `"""Add ${message}"""
import sqlalchemy as sa
from alembic import op

revision = "${id}"
down_revision = ${down}


def upgrade() -> None:
    op.create_table("${message}", sa.Column("id", sa.Integer(), primary_key=True))


def downgrade() -> None:
    op.drop_table("${message}")
`;
}

const users = { '1a_users.py': file('1a', 'None', 'users') };

export default defineRule({
  name: 'revision-behind-base',
  group: 'graph',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'suggested',
  scope: { roots: true },
  docs: {
    summary: 'The parent of a new revision is no longer a head of the branch that it will be merged into.',
    why: 'Another revision went in after the same parent meanwhile. Git merges both without a word, and the first to see the two heads is the deployment, where "alembic upgrade head" refuses to choose.',
    instead:
      'Put the revision after the newest one of the base branch by its `down_revision`. The fix also brings the revisions that are missing here, with the text that they have there.',
  },
  examples: [
    {
      title: 'Someone else was faster',
      files: users,
      base: { now: { ...users, '2b_orders.py': file('2b', '"1a"', 'orders') }, fork: users },
      bad: file('3c', '«"1a"»', 'tags'),
      good: file('3c', '"2b"', 'tags'),
    },
  ],

  *check(context) {
    const { graph, migration } = context;
    const { revision, down, downSpan, branchLabels } = migration.header;
    const [parent, other] = down;
    if (revision === undefined || parent === undefined || other !== undefined || branchLabels.length > 0) return;
    const base = context.bases.find(({ kind, now }) => kind === 'branch' && now.graph.revisions.has(parent.value));
    if (base === undefined || downSpan === undefined || baseHas(base, revision.value)) return;
    const followers = successors(base.now.graph, parent.value);
    const heads = base.now.graph.heads.filter((head) => followers.has(head));
    // Between two that are there already it is another matter.
    if ([...successors(graph, revision.value)].some((id) => baseHas(base, id))) return;
    // Whoever has the newer ones already has two heads before their eyes.
    if (heads.length === 0 || heads.some((head) => graph.revisions.has(head))) return;
    yield {
      at: parent.span,
      message: `In ${base.name} ${heads.join(' and ')} already ${heads.length > 1 ? 'come' : 'comes'} after ${parent.value}, so ${revision.value} makes a second head there. Put it after ${heads.join(' or ')}.`,
      fixes: () => heads.flatMap((head) => putAfter(context, base, head, heads.length === 1)),
    };
  },
});

function putAfter({ graph, migration }: RuleContext, base: Base, head: string, preferred: boolean): readonly Fix[] {
  const creates = filesOf(base.now, missing(base.now, head, graph), graph);
  const at = migration.header.downSpan;
  if (creates === undefined || at === undefined) return [];
  const title = `Put it after ${head}, with the missing ${creates.length === 1 ? 'revision' : 'revisions'} of ${base.name}`;
  return [{ title, preferred, edits: [replacement(at, literal(migration.style, head))], creates }];
}
