/** Revisions that need each other. */

import { circularCodes, type GraphProblem } from '../../history/graph.ts';
import { nameParent } from '../fixes/name-parent.ts';
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
  name: 'revision-cycle',
  group: 'graph',
  level: 'error',
  profile: 'recommended',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'suggested',
  scope: { roots: true },
  tells: circularCodes,
  docs: {
    summary: 'The revision needs itself, directly or through others.',
    why: 'None of the revisions of a cycle can run first, so every Alembic command stops.',
    instead: 'Correct the `down_revision` or `depends_on` that leads back.',
  },
  examples: [
    {
      title: 'A revision behind itself',
      files: { '0001_first.py': file('0001', 'None') },
      bad: file('0002', '«"0002"»'),
      good: file('0002', '"0001"'),
    },
    {
      title: 'Two revisions, each behind the other',
      files: { '0001_first.py': file('0001', 'None'), '0002_second.py': file('0002', '("0001", "0003")') },
      bad: file('0003', '«"0002"»'),
      good: file('0003', '"0001"').replace('"0001"', '"0001"'),
      fixed: false,
    },
  ],

  *check(context) {
    const { graph, migration } = context;
    for (const { code, file, span, message } of graph.problems) {
      if (file !== migration.file || !circularCodes.includes(code) || !graph.complete) continue;
      yield { at: span, message, fixes: () => behindTheHead(context, code) };
    }
  },
});

/** For a revision that names itself: the only head that the others have. */
function behindTheHead(context: RuleContext, code: GraphProblem['code']): readonly Fix[] {
  const { header } = context.migration;
  const own = header.down.find((each) => each.value === header.revision?.value);
  if (code !== 'self-loop' || own === undefined || header.down.length > 1) return [];
  const [head, ...others] = context.graph.realHeads.filter((id) => id !== own.value);
  return head === undefined || others.length > 0 ? [] : [nameParent(context, own, head)];
}
