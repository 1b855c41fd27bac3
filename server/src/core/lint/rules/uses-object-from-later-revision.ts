/** A table is used before the revision that makes it. */

import type { RevisionGraph } from '../../history/graph.ts';
import { tablesOf } from '../../history/made-later.ts';
import { findTable, tableKey } from '../../schema/catalogue.ts';
import { dependOn } from '../fixes/depend-on.ts';
import { verb } from '../place.ts';
import { defineRule } from '../rule.ts';

function file(id: string, down: string, body: string, back: string, depends = 'None'): string {
  return `"""Revision ${id}"""
from alembic import op
import sqlalchemy as sa

revision = "${id}"
down_revision = ${down}
branch_labels = None
depends_on = ${depends}


def upgrade() -> None:
    ${body}


def downgrade() -> None:
    ${back}
`;
}

function table(id: string, down: string, name: string): string {
  const create = `op.create_table("${name}", sa.Column("id", sa.BigInteger(), primary_key=True))`;
  return file(id, down, create, `op.drop_table("${name}")`);
}

const back = 'op.drop_column("tags", "colour")';

export default defineRule({
  name: 'uses-object-from-later-revision',
  group: 'graph',
  level: 'error',
  profile: 'recommended',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'suggested',
  scope: { roots: true },
  docs: {
    summary: 'The upgrade works on a table that only a later revision, or one of another branch, creates.',
    why: 'The databases at hand may have the table already, but on an empty one, as in CI or a new environment, the upgrade fails with "relation does not exist".',
    instead: 'Put the revision behind the one that creates the table, or name that one in `depends_on`.',
  },
  examples: [
    {
      title: 'A table of the branch beside it',
      files: {
        '0001_users.py': table('0001', 'None', 'users'),
        '0002_tags.py': table('0002', '"0001"', 'tags'),
        '0004_merge.py': file('0004', '("0002", "2b3c4d5e6f70")', 'pass', 'pass'),
      },
      bad: file('2b3c4d5e6f70', '"0001"', '«op.add_column»("tags", sa.Column("colour", sa.Text()))', back),
      good: file('2b3c4d5e6f70', '"0001"', 'op.add_column("tags", sa.Column("colour", sa.Text()))', back, '"0002"'),
    },
  ],

  *check(context) {
    const { upgrade, madeLater, graph, migration } = context;
    const own = migration.header.revision?.value;
    if (madeLater.size === 0 || own === undefined || !graph.complete) return;
    for (const { operation, before } of upgrade) {
      const used = tablesOf(operation).find((each) => madeLater.has(tableKey(each)) && !findTable(before, each));
      const maker = used && madeLater.get(tableKey(used));
      if (used === undefined || maker === undefined) continue;
      const follows = isAfter(graph, maker, own);
      yield {
        at: verb(operation, migration.text),
        message: `${context.show(used)} is only created by ${maker}, which ${follows ? 'comes after this revision' : "isn't before this revision"}, so on an empty database this fails.`,
        operation,
        fixes: () => (follows ? [] : dependOn(context, maker)),
      };
    }
  },
});

function isAfter(graph: RevisionGraph, id: string, ancestor: string): boolean {
  const seen = new Set([ancestor]);
  for (const each of seen) for (const child of graph.children.get(each) ?? []) seen.add(child);
  return seen.has(id);
}
