/** A sequence goes, and with it the last number that it gave. */

import { tableKey } from '../../schema/catalogue.ts';
import { droppedObjects } from '../dropped-objects.ts';
import { commandWords } from '../place.ts';
import { defineRule } from '../rule.ts';

const history = 'op.execute("CREATE SEQUENCE invoice_numbers")';

export default defineRule({
  name: 'drop-sequence',
  group: 'destructive',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'none',
  hazard: { name: 'dropped-object', specificity: 1 },
  docs: {
    summary: 'A sequence is dropped that another revision has made.',
    why: 'The number it has reached is lost, so a sequence that takes its place begins again and gives numbers twice; whatever still calls `nextval` on it fails.',
    instead: 'Change it with ALTER SEQUENCE, which keeps its number; drop it one release after the last user has gone.',
  },
  examples: [
    {
      title: 'Renamed rather than dropped',
      history,
      bad: 'op.execute("«DROP SEQUENCE» invoice_numbers")',
      good: 'op.execute("ALTER SEQUENCE invoice_numbers RENAME TO invoice_numbers_until_2026")',
    },
    {
      title: 'Once nobody calls it any more, with a reason',
      history,
      bad: 'op.execute("«DROP SEQUENCE» IF EXISTS invoice_numbers")',
      good: `# alembic-guard: ignore[drop-sequence] invoices are numbered by the application since 4.2
op.execute("DROP SEQUENCE IF EXISTS invoice_numbers")`,
    },
  ],

  *check(context) {
    const found = droppedObjects(
      context,
      ['DROP SEQUENCE'],
      (change) => (change.subject === 'sequence' && change.do === 'drop' ? change.name : undefined),
      ({ sequences }, name) => sequences.get(tableKey(name)),
    );
    for (const { operation, names } of found) {
      yield {
        at: commandWords(operation, context.migration.text),
        message: `With ${names.map(context.show).join(' and ')} goes the number it has reached, and whatever still calls nextval on it fails.`,
        operation,
      };
    }
  },
});
