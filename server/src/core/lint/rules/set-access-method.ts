/** A table is written anew in another format. */

import { hazards, waiting } from '../hazards.ts';
import { commandWords } from '../place.ts';
import { defineRule } from '../rule.ts';

const events =
  'op.create_table("events", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.Text()))';

export default defineRule({
  name: 'set-access-method',
  group: 'destructive',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'none',
  docs: {
    summary: 'An existing table gets another access method.',
    why: 'PostgreSQL writes the whole table anew under an ACCESS EXCLUSIVE lock, so reads and writes wait until that is done.',
    instead:
      'Say `USING method` when the table is created; to change one that is in use, fill a new table in batches and swap the names, or use a maintenance window.',
  },
  examples: [
    {
      title: 'In a maintenance window, with a reason',
      history: events,
      bad: 'op.execute("ALTER TABLE events «SET ACCESS METHOD» heap")',
      good: `# alembic-guard: ignore[set-access-method] the table holds two thousand rows
op.execute("ALTER TABLE events SET ACCESS METHOD heap")`,
    },
    {
      title: 'Said when the table is created',
      history: events,
      bad: 'op.execute("ALTER TABLE events «SET ACCESS METHOD» heap")',
      good: 'op.execute("CREATE TABLE recent_events (id int, name text) USING heap")',
    },
  ],

  *check(context) {
    for (const { step, effect } of hazards(context, 'set access method')) {
      const { operation } = step;
      if (operation.kind !== 'statement' || effect.table === undefined) continue;
      const table = context.show(effect.table);
      yield {
        at: commandWords(operation, context.migration.text),
        message: `SET ACCESS METHOD writes all of ${table} anew while ${waiting(effect)} wait.`,
        operation,
      };
    }
  },
});
