/** A materialized view goes, with its rows and its indexes. */

import { tableKey } from '../../schema/catalogue.ts';
import { droppedObjects } from '../dropped-objects.ts';
import { commandWords } from '../place.ts';
import { defineRule } from '../rule.ts';

const history = `op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("email", sa.Text()))
op.execute("CREATE MATERIALIZED VIEW user_emails AS SELECT email FROM users")`;

export default defineRule({
  name: 'drop-matview',
  group: 'destructive',
  level: 'info',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'none',
  hazard: { name: 'dropped-object', specificity: 1 },
  docs: {
    summary: 'A materialized view is dropped and not created anew.',
    why: 'Its rows can be computed again, but the application that is running and reports that read it fail from the commit on, and its indexes go with it.',
    instead: 'Drop it one release after the last reader has gone; to change it, create it anew in the same revision.',
  },
  examples: [
    {
      title: 'Created anew with another column',
      history,
      bad: 'op.execute("«DROP MATERIALIZED VIEW» user_emails")',
      good: `op.execute("DROP MATERIALIZED VIEW user_emails")
op.execute("CREATE MATERIALIZED VIEW user_emails AS SELECT id, email FROM users")`,
    },
    {
      title: 'Kept until nobody reads it',
      history,
      bad: 'op.execute("«DROP MATERIALIZED VIEW» IF EXISTS user_emails")',
      good: 'op.execute("ALTER MATERIALIZED VIEW user_emails RENAME TO user_emails_until_2026")',
    },
  ],

  *check(context) {
    const found = droppedObjects(
      context,
      ['DROP MATERIALIZED VIEW'],
      (change) => (change.subject === 'view' && change.do === 'drop' ? change.name : undefined),
      ({ views }, name) => views.get(tableKey(name)),
    );
    for (const { operation, names } of found) {
      yield {
        at: commandWords(operation, context.migration.text),
        message: `Whatever still reads ${names.map(context.show).join(' and ')} fails once this commits.`,
        operation,
      };
    }
  },
});
