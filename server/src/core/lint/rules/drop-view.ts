/** A view goes while the running application may still read it. */

import { tableKey } from '../../schema/catalogue.ts';
import { droppedObjects } from '../dropped-objects.ts';
import { commandWords } from '../place.ts';
import { defineRule } from '../rule.ts';

const history = `op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("email", sa.Text()))
op.execute("CREATE VIEW user_emails AS SELECT email FROM users")`;

export default defineRule({
  name: 'drop-view',
  group: 'destructive',
  level: 'info',
  profile: 'strict',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'none',
  hazard: { name: 'dropped-object', specificity: 1 },
  docs: {
    summary: 'A view is dropped and not created anew.',
    why: 'It holds no rows, but the application that is running, reports and other databases that read it fail from the commit on.',
    instead: 'Drop it one release after the last reader has gone; to change it, create it anew in the same revision.',
  },
  examples: [
    {
      title: 'Created anew with another column',
      history,
      bad: 'op.execute("«DROP VIEW» user_emails")',
      good: `op.execute("DROP VIEW user_emails")
op.execute("CREATE VIEW user_emails AS SELECT id, email FROM users")`,
    },
    {
      title: 'Replaced rather than dropped',
      history,
      bad: 'op.execute("«DROP VIEW» IF EXISTS user_emails")',
      good: 'op.execute("CREATE OR REPLACE VIEW user_emails AS SELECT email, id FROM users")',
    },
  ],

  *check(context) {
    const found = droppedObjects(
      context,
      ['DROP VIEW'],
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
