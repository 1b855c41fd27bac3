/** A new revision put before one that others have already. */

import { type Base, baseHas, havingIt, successors } from '../../history/base.ts';
import type { Revision, RevisionGraph } from '../../history/graph.ts';
import { replacement } from '../../text/edit.ts';
import { literal } from '../fixes/code.ts';
import { defineRule, type Fix, type RuleContext } from '../rule.ts';

function file(id: string, down: string, column: string): string {
  return `"""Add ${column}"""
import sqlalchemy as sa
from alembic import op

revision = "${id}"
down_revision = ${down}


def upgrade() -> None:
    op.add_column("users", sa.Column("${column}", sa.Text()))


def downgrade() -> None:
    op.drop_column("users", "${column}")
`;
}

const users = file('1a', 'None', 'users')
  .replace(
    'op.add_column("users", sa.Column("users", sa.Text()))',
    'op.create_table("users", sa.Column("id", sa.Integer()))',
  )
  .replace('op.drop_column("users", "users")', 'op.drop_table("users")');

export default defineRule({
  name: 'revision-inserted-before-applied',
  group: 'graph',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'suggested',
  scope: { roots: true },
  docs: {
    summary: 'A new revision stands before one that is in the base branch already, or applied to the database.',
    why: 'Alembic records only the newest revision of a database and takes everything before it for done. Where the later one has run, the new one never will, and nothing says so.',
    instead: 'Put the new revision at the end, and give the one after it its former parent back.',
  },
  examples: [
    {
      title: 'Slipped in between',
      files: { '1a_users.py': users, '3c_phone.py': file('3c', '"2b"', 'phone') },
      base: { now: { '1a_users.py': users, '3c_phone.py': file('3c', '"1a"', 'phone') } },
      bad: file('2b', '«"1a"»', 'city'),
      good: file('2b', '"3c"', 'city'),
    },
  ],

  *check(context) {
    const { graph, migration } = context;
    const { revision, down, downSpan } = migration.header;
    if (revision === undefined) return;
    for (const base of context.bases) {
      const isNew = (id: string) => graph.revisions.has(id) && !baseHas(base, id);
      // Of several the first says it for all.
      if (!isNew(revision.value) || down.some((parent) => isNew(parent.value))) continue;
      const passed = [...successors(graph, revision.value)].find((id) => baseHas(base, id));
      if (passed === undefined) continue;
      const done = havingIt(base);
      yield {
        at: downSpan ?? revision.span,
        message: `${revision.value} stands before ${passed}, which is ${done} already, so a database that is at ${passed} never runs it. Put it at the end.`,
        fixes: () => moveToEnd(context, base, revision.value),
      };
      return;
    }
  },
});

/** The new revisions in a row behind the head, and the one that followed them back to where they began. */
function moveToEnd({ graph, migration }: RuleContext, base: Base, id: string): readonly Fix[] {
  const [start, otherParent] = migration.header.down;
  const follower = followerOf(graph, base, id);
  const [head, otherHead] = graph.heads.filter((one) => successors(graph, id).has(one));
  const [own, its] = [migration.header.downSpan, follower?.header.downSpan];
  const isPlain = otherParent === undefined && otherHead === undefined && follower?.down.length === 1;
  if (!isPlain || start === undefined || head === undefined || own === undefined || its === undefined) return [];
  return [
    {
      title: `Put it after ${head}, and ${follower.id} after ${start.value} again`,
      preferred: true,
      edits: [replacement(own, literal(migration.style, head))],
      others: [{ file: follower.file, edits: [replacement(its, literal(migration.style, start.value))] }],
    },
  ];
}

/** The first revision after the new ones, where each has just one after it. */
function followerOf(graph: RevisionGraph, base: Base, id: string): Revision | undefined {
  const [next, other] = graph.children.get(id) ?? [];
  if (next === undefined || other !== undefined) return undefined;
  return baseHas(base, next) ? graph.revisions.get(next) : followerOf(graph, base, next);
}
