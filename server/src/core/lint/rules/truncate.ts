/** All rows of an existing table go at once. */

import { hazards, waiting } from '../hazards.ts';
import { commandWords } from '../place.ts';
import { defineRule } from '../rule.ts';

const events =
  'op.create_table("events", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.Text()))';

export default defineRule({
  name: 'truncate',
  group: 'destructive',
  level: 'warning',
  profile: 'recommended',
  dialects: ['postgresql', 'mysql'],
  fix: 'none',
  hazard: { name: 'emptied-table', specificity: 1 },
  docs: {
    summary: 'TRUNCATE empties a table that other revisions have made.',
    why: 'Its rows are gone for good in every database that the migration reaches, and TRUNCATE takes an ACCESS EXCLUSIVE lock that is held until the migration commits.',
    instead:
      'Delete the rows that are meant, in batches where they are many; where the whole table is meant, say in a suppression why nobody misses it.',
    noFix: 'only the author knows which rows are meant.',
  },
  examples: [
    {
      title: 'Only the rows that are meant',
      history: events,
      bad: 'op.execute("«TRUNCATE» events")',
      good: `op.execute("DELETE FROM events WHERE name = 'heartbeat'")`,
    },
    {
      title: 'On purpose, with a reason',
      history: events,
      bad: 'op.execute("«TRUNCATE» TABLE events RESTART IDENTITY")',
      good: `# alembic-guard: ignore[truncate] the importer fills it anew every night
op.execute("TRUNCATE TABLE events RESTART IDENTITY")`,
    },
  ],

  *check(context) {
    for (const { step, effect } of hazards(context, 'truncate')) {
      const { operation } = step;
      if (operation.kind !== 'statement' || effect.table === undefined) continue;
      const { part } = operation.origin.kind === 'sql' ? operation.origin : {};
      // What CASCADE empties is one thing, whatever tables it begins with.
      if (operation.options?.includes('cascade') && part !== undefined && part.index > 0) continue;
      const table = context.show(effect.table);
      yield {
        at:
          part === undefined || operation.table === undefined
            ? commandWords(operation, context.migration.text)
            : operation.table.span,
        message: `TRUNCATE loses every row of ${table}, and blocks ${waiting(effect)} of it until the migration commits.`,
        operation,
      };
    }
  },
});
