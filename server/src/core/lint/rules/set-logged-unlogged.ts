/** A table is written anew to be logged, or no longer so. */

import { findTable } from '../../schema/catalogue.ts';
import { hazards, waiting } from '../hazards.ts';
import { commandWords } from '../place.ts';
import { defineRule } from '../rule.ts';

const events =
  'op.create_table("events", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.Text()))';

export default defineRule({
  name: 'set-logged-unlogged',
  group: 'destructive',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'none',
  docs: {
    summary: 'An existing table is made UNLOGGED, or LOGGED again.',
    why: 'Either way PostgreSQL copies the whole table and its indexes under an ACCESS EXCLUSIVE lock, so reads and writes wait that long. An unlogged table is emptied by a crash of the server and is missing on replicas.',
    instead:
      'Decide it when the table is created; to change it later, fill a new table in batches and swap the names, or use a maintenance window.',
  },
  examples: [
    {
      title: 'Said when the table is created',
      history: events,
      bad: 'op.execute("ALTER TABLE events «SET UNLOGGED»")',
      good: 'op.execute("CREATE UNLOGGED TABLE recent_events (id serial PRIMARY KEY, name text)")',
    },
    {
      title: 'In a maintenance window, with a reason',
      history: 'op.execute("CREATE UNLOGGED TABLE events (id serial PRIMARY KEY, name text)")',
      bad: 'op.execute("ALTER TABLE events «SET LOGGED»")',
      good: `# alembic-guard: ignore[set-logged-unlogged] the table holds two thousand rows
op.execute("ALTER TABLE events SET LOGGED")`,
    },
  ],

  *check(context) {
    for (const { step, effect } of hazards(context, 'set logged')) {
      const { operation } = step;
      if (operation.kind !== 'statement' || effect.table === undefined) continue;
      const state = findTable(step.before, effect.table);
      const unlogged = operation.command === 'SET UNLOGGED';
      if (state?.whole === true && (state.unlogged === true) === unlogged) continue;
      const loss = unlogged ? ', and a crash of the server empties it from then on' : '';
      const table = context.show(effect.table);
      yield {
        at: commandWords(operation, context.migration.text),
        message: `${operation.command} copies all of ${table} while ${waiting(effect)} wait${loss}.`,
        operation,
      };
    }
  },
});
