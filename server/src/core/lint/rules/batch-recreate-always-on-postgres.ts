/** A batch block makes a table of PostgreSQL anew, which SQLite needs and PostgreSQL does not survive. */

import { isKnown } from '../../operations/operation.ts';
import { replacement } from '../../text/edit.ts';
import { withKeyword } from '../place.ts';
import { defineRule } from '../rule.ts';

const users =
  'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("email", sa.Text()))';

export default defineRule({
  name: 'batch-recreate-always-on-postgres',
  group: 'dialects',
  level: 'error',
  profile: 'recommended',
  dialects: ['postgresql'],
  fix: 'safe',
  docs: {
    summary: 'A batch block with `recreate="always"` copies the whole table on PostgreSQL too.',
    why: 'Rows that others write during the copy are lost with the old table. The new one has a sequence that begins at 1, so the next insert collides with a key that is taken; and where a foreign key or a view refers to the table, the server refuses to drop it.',
    instead:
      'Use `recreate="auto"`, the default: the table is made anew on SQLite alone, and altered in place elsewhere.',
  },
  examples: [
    {
      title: 'Only where it is needed',
      history: users,
      bad: `with op.batch_alter_table("users", «recreate="always"») as batch_op:
    batch_op.add_column(sa.Column("name", sa.Text()))`,
      good: `with op.batch_alter_table("users", recreate="auto") as batch_op:
    batch_op.add_column(sa.Column("name", sa.Text()))`,
    },
    {
      title: 'Several changes are one copy',
      history: users,
      bad: `with op.batch_alter_table(
    "users",
    «recreate="always"»,
) as batch_op:
    batch_op.add_column(sa.Column("name", sa.Text()))
    batch_op.add_column(sa.Column("age", sa.Integer()))`,
      good: `with op.batch_alter_table(
    "users",
    recreate="auto",
) as batch_op:
    batch_op.add_column(sa.Column("name", sa.Text()))
    batch_op.add_column(sa.Column("age", sa.Integer()))`,
    },
  ],

  *check({ upgrade, migration, show }) {
    for (const step of upgrade) {
      const { batch } = step.operation.circumstance;
      const recreate = batch?.recreate;
      if (batch === undefined || !isKnown(recreate) || recreate.value !== 'always') continue;
      if (step.isNewTable(batch.table)) continue;
      yield {
        at: withKeyword(migration.text, recreate.span),
        message: `On PostgreSQL too, ${show(batch.table)} is copied and dropped: rows written meanwhile are lost, and its sequence begins at 1 again.`,
        fixes: () => [
          {
            title: 'Make the table anew on SQLite only',
            preferred: true,
            edits: [replacement(recreate.span, `${migration.style.quote}auto${migration.style.quote}`)],
          },
        ],
      };
    }
  },
});
