/** A dependency that no file declares. */

import { nearest } from '../../text/nearest.ts';
import { nameDependency } from '../fixes/name-parent.ts';
import { defineRule } from '../rule.ts';

function file(id: string, down: string, more = ''): string {
  return `"""Add ${id}"""
import sqlalchemy as sa
from alembic import op

revision = "${id}"
down_revision = ${down}
${more}

def upgrade() -> None:
    op.create_table("table_${id}", sa.Column("id", sa.Integer(), primary_key=True))


def downgrade() -> None:
    op.drop_table("table_${id}")
`;
}

export default defineRule({
  name: 'depends-on-unresolved',
  group: 'graph',
  level: 'error',
  profile: 'recommended',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'suggested',
  scope: { roots: true },
  tells: ['missing-dependency'],
  docs: {
    summary: 'The `depends_on` names neither a revision nor a branch label.',
    why: 'Alembic resolves dependencies when it loads the history, so every command ends in a KeyError.',
    instead: 'Name the revision as its file does, whole, or one of the branch labels.',
  },
  examples: [
    {
      title: 'A label with a slip in it',
      files: {
        '0001_accounts.py': file('0001', 'None', 'branch_labels = ("accounts",)\n'),
      },
      bad: file('0002', 'None', 'branch_labels = ("billing",)\ndepends_on = «"acounts"»\n'),
      good: file('0002', 'None', 'branch_labels = ("billing",)\ndepends_on = "accounts"\n'),
    },
  ],

  *check(context) {
    const { graph, migration } = context;
    const { revision, dependsOn } = migration.header;
    if (dependsOn.length === 0) return;
    const labels = [...graph.revisions.values()].flatMap((each) => each.branchLabels);
    const known = [...graph.revisions.keys(), ...labels].filter((key) => key !== revision?.value);
    for (const { code, file, span, message, certain } of graph.problems) {
      const named = dependsOn.find((each) => each.span.start === span.start);
      if (code !== 'missing-dependency' || file !== migration.file || !certain || named === undefined) continue;
      const guess = known.find((key) => named.value.length >= 4 && key.startsWith(named.value));
      const meant = guess ?? (named.value.length >= 6 ? nearest(named.value, known) : undefined);
      yield { at: span, message, fixes: () => (meant === undefined ? [] : [nameDependency(context, named, meant)]) };
    }
  },
});
