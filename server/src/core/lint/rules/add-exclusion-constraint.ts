/** An exclusion constraint builds its index while nobody can use the table. */

import { known } from '../../operations/operation.ts';
import { hazards, waiting } from '../hazards.ts';
import { clause, verb } from '../place.ts';
import { defineRule } from '../rule.ts';

const bookings = 'op.execute("CREATE TABLE bookings (id integer PRIMARY KEY, during tsrange)")';

const inNewTable = `op.execute("CREATE TABLE reservations (id integer PRIMARY KEY, during tsrange)")
op.create_exclude_constraint("ex_reservations_during", "reservations", ("during", "&&"), using="gist")`;

export default defineRule({
  name: 'add-exclusion-constraint',
  group: 'constraints',
  level: 'error',
  profile: 'recommended',
  dialects: ['postgresql'],
  fix: 'none',
  docs: {
    summary: 'An EXCLUDE constraint is added to an existing table and builds its index at once.',
    why: 'ADD EXCLUDE holds an ACCESS EXCLUSIVE lock while the index is built and every row compared, and there is neither a NOT VALID form nor one that takes over an index.',
    instead:
      'Add it in a maintenance window, with the table in `small-tables` if it is one. Where that is impossible, fill a new table that has the constraint from its first row, or keep new rows apart with a trigger.',
    noFix:
      'PostgreSQL has no form of the constraint that leaves old rows for later, and whether a window, another table or a trigger is right depends on the application.',
  },
  examples: [
    {
      title: 'In a table of the same revision',
      history: bookings,
      bad: '«op.create_exclude_constraint»("ex_bookings_during", "bookings", ("during", "&&"), using="gist")',
      good: inNewTable,
    },
    {
      title: 'In SQL',
      history: bookings,
      bad: 'op.execute("ALTER TABLE bookings ADD «CONSTRAINT ex_bookings_during EXCLUDE USING gist (during WITH &&)»")',
      good: `op.execute("""
    CREATE TABLE reservations (
        id integer PRIMARY KEY,
        during tsrange,
        CONSTRAINT ex_reservations_during EXCLUDE USING gist (during WITH &&)
    )
""")`,
    },
  ],

  *check(context) {
    for (const { step, effect } of hazards(context, 'add exclusion')) {
      const { operation } = step;
      if (operation.kind !== 'add_exclusion') continue;
      const { text } = context.migration;
      const table = context.show(operation.table);
      const words = /(CONSTRAINT\s+\S+\s+)?EXCLUDE\b.*/is;
      yield {
        at: operation.origin.kind === 'sql' ? clause(operation, text, words) : verb(operation, text),
        message: `Adding ${known(operation.name) ?? 'this constraint'} builds its index while ${waiting(effect)} of ${table} wait, and fails if two rows exclude each other.`,
        operation,
      };
    }
  },
});
