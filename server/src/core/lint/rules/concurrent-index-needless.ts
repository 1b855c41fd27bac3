/** An index of a new table is built concurrently. */

import { known } from '../../operations/operation.ts';
import { findTable } from '../../schema/catalogue.ts';
import { argument, verb } from '../place.ts';
import { defineRule } from '../rule.ts';

const tags = `op.create_table("tags", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.Text()))`;

export default defineRule({
  name: 'concurrent-index-needless',
  group: 'indexes',
  level: 'info',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'none',
  docs: {
    summary: 'An index of a table that this revision creates is built concurrently.',
    why: 'The table is empty and nobody uses it yet: a concurrent build is slower, and its `autocommit_block()` splits the revision, so that a failure leaves it half applied.',
    instead: 'Build it plainly in the same transaction as the table.',
  },
  examples: [
    {
      title: 'In the transaction of the table',
      bad: `${tags}
with op.get_context().autocommit_block():
    op.create_index("ix_tags_name", "tags", ["name"], «postgresql_concurrently=True»)`,
      good: `${tags}
op.create_index("ix_tags_name", "tags", ["name"])`,
    },
    {
      title: 'In SQL',
      bad: `${tags}
with op.get_context().autocommit_block():
    op.execute("«CREATE INDEX CONCURRENTLY» ix_tags_name ON tags (name)")`,
      good: `${tags}
op.execute("CREATE INDEX ix_tags_name ON tags (name)")`,
    },
  ],

  *check(context) {
    const own = context.migration.header.revision?.value;
    for (const { operation, before } of context.upgrade) {
      if (operation.kind !== 'create_index' || known(operation.concurrently) !== true) continue;
      const table = findTable(before, operation.table);
      if (table === undefined || !table.whole || table.by.revision !== own || table.by.tentative !== undefined)
        continue;
      yield {
        at: argument(operation, 'postgresql_concurrently') ?? verb(operation, context.migration.text),
        message: `${context.show(operation.table)} is new here, so a plain index in the same transaction blocks nobody.`,
        operation,
      };
    }
  },
});
