/** More than one newest revision, without branch labels that say it is meant. */

import { circularCodes, type RevisionGraph } from '../../history/graph.ts';
import { joinHeads } from '../fixes/join-heads.ts';
import { defineRule } from '../rule.ts';

function file(id: string, down: string | undefined, message: string): string {
  return `"""${message}"""
import sqlalchemy as sa
from alembic import op

revision = "${id}"
down_revision = ${down}


def upgrade() -> None:
    op.add_column("users", sa.Column("${message}", sa.Text()))


def downgrade() -> None:
    op.drop_column("users", "${message}")
`;
}

const users = file('1a', 'None', 'name')
  .replace('op.add_column("users", ', 'op.create_table("users", ')
  .replace('op.drop_column("users", "name")', 'op.drop_table("users")');

const earlier = {
  '1a_users.py': users,
  '2b_phone.py': file('2b', '"1a"', 'phone'),
};

export default defineRule({
  name: 'multiple-heads',
  group: 'graph',
  level: 'error',
  profile: 'recommended',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'suggested',
  scope: { roots: true },
  docs: {
    summary: 'The history has more than one head, without branch labels that say it is meant.',
    why: 'Two branches each added a revision after the same one. `alembic upgrade head` then stops with "Multiple head revisions are present", usually first in the deployment.',
    instead: 'Put one revision after the other by its `down_revision`, or join the heads with a merge revision.',
  },
  examples: [
    {
      title: 'Two revisions after the same one',
      files: earlier,
      bad: file('3c', '"1a"', 'city').replace('"3c"', '«"3c"»'),
      good: file('3c', '"2b"', 'city'),
    },
  ],

  *check(context) {
    const { graph, migration } = context;
    const own = migration.header.revision;
    if (own === undefined || !isExtra(graph, own.value)) return;
    const others = rivals(graph, own.value);
    yield {
      at: own.span,
      message: `${own.value} is one of several heads (also ${others.join(', ')}), so "alembic upgrade head" refuses to choose.`,
      related: others.flatMap((id) => {
        const revision = graph.revisions.get(id);
        const at = revision?.header.revision?.span;
        return revision === undefined || at === undefined
          ? []
          : [{ message: `${id} is a head too.`, file: revision.file, span: at }];
      }),
      fixes: () => joinHeads(context, own.value, others),
    };
  },
});

/** The other heads that a plain `head` can't be told from. Behind a missing parent nobody knows what is a head. */
function rivals(graph: RevisionGraph, id: string): readonly string[] {
  const labels = graph.labels.get(id) ?? [];
  // In a cycle nothing has an end, and that is what has to be mended first.
  const circular = graph.problems.some(({ code }) => circularCodes.includes(code));
  if (!graph.complete || circular || !isRooted(graph, id)) return [];
  return graph.realHeads.filter(
    (other) => other !== id && isRooted(graph, other) && !setApart(labels, graph.labels.get(other) ?? []),
  );
}

/** Whether every ancestor is there. */
function isRooted(graph: RevisionGraph, id: string): boolean {
  const seen = new Set([id]);
  for (const each of seen) for (const parent of graph.revisions.get(each)?.down ?? []) seen.add(parent);
  return [...seen].every((each) => graph.revisions.has(each));
}

/** Each head bears a label that the other lacks, or one is labelled and the other is the trunk. */
function setApart(a: readonly string[], b: readonly string[]): boolean {
  return !a.some((label) => b.includes(label)) && (a.length > 0 || b.length > 0);
}

/** Of several heads the oldest is the main line; the others are reported. */
function isExtra(graph: RevisionGraph, id: string): boolean {
  if (graph.realHeads.length < 2 || !graph.realHeads.includes(id)) return false;
  const all = [id, ...rivals(graph, id)];
  return all.length > 1 && oldest(graph, all) !== id;
}

function oldest(graph: RevisionGraph, ids: readonly string[]): string | undefined {
  const position = (id: string) => graph.realHeads.indexOf(id);
  const date = (id: string) => graph.revisions.get(id)?.createDate ?? '';
  return [...ids].sort((a, b) => compare(date(a), date(b)) || position(a) - position(b))[0];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
