/** A merge that also changes the database. */

import { verb } from '../place.ts';
import { defineRule } from '../rule.ts';

function file(id: string, down: string, body: string, back = 'pass'): string {
  return `"""Revision ${id}"""
from alembic import op
import sqlalchemy as sa

revision = "${id}"
down_revision = ${down}


def upgrade() -> None:
    ${body}


def downgrade() -> None:
    ${back}
`;
}

function table(id: string, down: string): string {
  const create = `op.create_table("table_${id}", sa.Column("id", sa.BigInteger(), primary_key=True))`;
  return file(id, down, create, `op.drop_table("table_${id}")`);
}

const files = {
  '0001_first.py': table('0001', 'None'),
  '0002_second.py': table('0002', '"0001"'),
  '0003_third.py': table('0003', '"0001"'),
};

export default defineRule({
  name: 'merge-revision-with-ops',
  group: 'graph',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'none',
  docs: {
    summary: 'A merge revision changes the database too.',
    why: 'A merge is made anew when branches move, and is the one revision that a reader takes for empty; what it does is easily lost or overlooked.',
    instead: 'Leave the merge empty, and put the change into a revision behind it.',
  },
  examples: [
    {
      title: 'The merge alone',
      files,
      bad: file(
        '0004',
        '("0002", "0003")',
        `«op.drop_column»("table_0002", "id")`,
        `raise NotImplementedError("irreversible: the ids are gone")`,
      ),
      good: file('0004', '("0002", "0003")', 'pass'),
    },
  ],

  *check({ migration, upgrade }) {
    if (migration.header.down.length < 2) return;
    const [first] = upgrade;
    if (first === undefined) return;
    yield {
      at: verb(first.operation, migration.text),
      message: `This merge of ${migration.header.down.map((each) => each.value).join(' and ')} also changes the database; put that into a revision behind it.`,
      operation: first.operation,
    };
  },
});
