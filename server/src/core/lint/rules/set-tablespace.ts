/** A table is copied into another tablespace. */

import { hazards, waiting } from '../hazards.ts';
import { commandWords } from '../place.ts';
import { defineRule } from '../rule.ts';

const events =
  'op.create_table("events", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.Text()))';

export default defineRule({
  name: 'set-tablespace',
  group: 'destructive',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'none',
  docs: {
    summary: 'An existing table is moved into another tablespace.',
    why: 'PostgreSQL copies all of its files under an ACCESS EXCLUSIVE lock, so reads and writes wait until the copy is done.',
    instead:
      'Name the tablespace when the table is created; to move one that is in use, take pg_repack or a maintenance window.',
  },
  examples: [
    {
      title: 'In a maintenance window, with a reason',
      history: events,
      bad: 'op.execute("ALTER TABLE events «SET TABLESPACE» pg_default")',
      good: `# alembic-guard: ignore[set-tablespace] the table holds two thousand rows
op.execute("ALTER TABLE events SET TABLESPACE pg_default")`,
    },
    {
      title: 'Said when the table is created',
      history: events,
      bad: 'op.execute("ALTER TABLE events «SET TABLESPACE» pg_default")',
      good: 'op.execute("CREATE TABLE recent_events (id serial PRIMARY KEY, name text) TABLESPACE pg_default")',
    },
  ],

  *check(context) {
    for (const { step, effect } of hazards(context, 'set tablespace')) {
      const { operation } = step;
      if (operation.kind !== 'statement' || effect.table === undefined) continue;
      const table = context.show(effect.table);
      yield {
        at: commandWords(operation, context.migration.text),
        message: `SET TABLESPACE copies all files of ${table} while ${waiting(effect)} wait.`,
        operation,
      };
    }
  },
});
