/** A timestamp gains or loses its time zone, and the session's zone decides what its values become. */

import { utcSession } from '../fixes/utc-session.ts';
import { effectsOnExisting } from '../hazards.ts';
import { callOf, wholeArgument } from '../place.ts';
import { defineRule } from '../rule.ts';
import { isInUtc } from '../session-zone.ts';

const events =
  'op.create_table("events", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("at", sa.DateTime()))';

export default defineRule({
  name: 'alter-column-type-timezone',
  group: 'columns',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'suggested',
  hazard: { name: 'type-change', specificity: 3 },
  docs: {
    summary: 'A column changes between timestamps with and without time zone.',
    why: "PostgreSQL reads the old values in the session's time zone: on a server that runs in another zone than the author's machine, every value is shifted. Only under UTC do the rows stay as they are; otherwise the table is written anew under an ACCESS EXCLUSIVE lock.",
    instead:
      "Set the zone that the values are meant in right before, `SET LOCAL TimeZone = 'UTC'`, or say it in `postgresql_using` with AT TIME ZONE.",
  },
  examples: [
    {
      title: 'Values that are meant as UTC',
      history: events,
      bad: 'op.alter_column("events", "at", existing_type=sa.DateTime(), «type_=sa.DateTime(timezone=True)»)',
      good: `op.execute("SET LOCAL TimeZone = 'UTC'")
op.alter_column("events", "at", existing_type=sa.DateTime(), type_=sa.DateTime(timezone=True))`,
    },
    {
      title: 'In a batch block',
      history: events,
      bad: `with op.batch_alter_table("events") as batch_op:
    batch_op.alter_column("at", existing_type=sa.DateTime(), «type_=sa.DateTime(timezone=True)»)`,
      good: `op.execute("SET LOCAL TimeZone = 'UTC'")
with op.batch_alter_table("events") as batch_op:
    batch_op.alter_column("at", existing_type=sa.DateTime(), type_=sa.DateTime(timezone=True))`,
    },
    {
      title: 'In SQL',
      history: events,
      bad: 'op.execute("ALTER TABLE events ALTER COLUMN at TYPE «timestamptz»")',
      good: `op.execute("SET LOCAL TimeZone = 'UTC'")
op.execute("ALTER TABLE events ALTER COLUMN at TYPE timestamptz")`,
    },
  ],

  *check(context) {
    for (const { step, effect } of effectsOnExisting(context, 'alter type timezone')) {
      const { operation } = step;
      if (operation.kind !== 'alter_column' || isInUtc(context, step)) continue;
      const { table, column } = operation;
      if (step.isNewColumn(table, column.value)) continue;
      yield {
        at: wholeArgument(callOf(operation), 'type_', effect.at),
        message: `The values of ${context.show(table)}.${column.value} are read in the session's time zone: unless it is UTC they are shifted by the server's offset and ${context.show(table)} is written anew.`,
        operation,
        fixes: () => utcSession(context, operation),
      };
    }
  },
});
