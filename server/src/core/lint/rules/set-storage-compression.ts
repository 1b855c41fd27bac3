/** Another way to store a column, which old rows don't follow. */

import { hazards } from '../hazards.ts';
import { clause } from '../place.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  name: 'set-storage-compression',
  group: 'columns',
  level: 'info',
  profile: 'all',
  dialects: ['postgresql'],
  fix: 'none',
  docs: {
    summary: 'The storage or compression of a column is changed.',
    why: 'The change is instant and holds for values that are written from now on; rows that are there stay as they are until they are written again, so the table takes as much space as before.',
    instead: 'Leave it at that where new rows are what matters; otherwise rewrite old rows in batches afterwards.',
  },
  examples: [
    {
      title: 'Storage',
      history:
        'op.create_table("files", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("body", sa.Text()))',
      bad: 'op.execute("ALTER TABLE files «ALTER COLUMN body SET STORAGE EXTERNAL»")',
      good: 'op.create_table("files_packed", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("body", sa.Text()))\nop.execute("ALTER TABLE files_packed ALTER COLUMN body SET STORAGE EXTERNAL")',
    },
    {
      title: 'Compression',
      history:
        'op.create_table("files", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("body", sa.Text()))',
      bad: 'op.execute("ALTER TABLE files «ALTER COLUMN body SET COMPRESSION pglz»")',
      good: 'op.execute("COMMENT ON COLUMN files.body IS \'compressed by the application\'")',
    },
  ],

  *check(context) {
    for (const { step, effect } of hazards(context, 'set storage', 'set compression')) {
      const { operation } = step;
      if (operation.kind !== 'statement' || effect.table === undefined) continue;
      const what = effect.name === 'set storage' ? 'storage' : 'compression';
      yield {
        at: clause(operation, context.migration.text, /ALTER\s+(COLUMN\s+)?\S+\s+SET\s+(STORAGE|COMPRESSION)\s+\w+/i),
        message: `The new ${what} holds for new values of ${context.show(effect.table)}.${operation.object} only; rows that are there stay as they are.`,
        operation,
      };
    }
  },
});
