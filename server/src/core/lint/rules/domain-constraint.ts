/** A constraint of a domain is tested in every table that uses it. */

import { domainCheckLater } from '../fixes/domain-check-later.ts';
import { hazards, waiting } from '../hazards.ts';
import { clause } from '../place.ts';
import { defineRule } from '../rule.ts';

const users = `op.execute("CREATE DOMAIN email AS text")
op.execute("CREATE TABLE users (id integer PRIMARY KEY, address email)")`;

export default defineRule({
  name: 'domain-constraint',
  group: 'constraints',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'safe',
  docs: {
    summary: 'A domain that tables use gets a constraint.',
    why: 'PostgreSQL reads every table with a column of the domain, one after the other, and holds a SHARE lock on each until all are read, so writes to them wait.',
    instead:
      'Add the check with `NOT VALID`, which tests new values only, and validate it in a later revision; or put the check on the tables, where each is validated on its own. For NOT NULL there is no such form.',
  },
  examples: [
    {
      title: 'New values only',
      history: users,
      bad: `op.execute("ALTER DOMAIN email «ADD CONSTRAINT email_at CHECK (VALUE LIKE '%%@%%')»")`,
      good: `op.execute("ALTER DOMAIN email ADD CONSTRAINT email_at CHECK (VALUE LIKE '%%@%%') NOT VALID")`,
    },
  ],

  *check(context) {
    for (const { step, effect } of hazards(context, 'check domain')) {
      const { operation } = step;
      if (operation.kind !== 'statement') continue;
      const tables = effect.locks
        .map((lock) => lock.relation)
        .filter((each) => !step.isNewTable(each) && !step.isSmall(each));
      if (tables.length === 0) continue;
      yield {
        at: clause(operation, context.migration.text, /\b(ADD\b.*|SET\s+NOT\s+NULL)/is),
        message: `Changing the domain ${operation.object ?? ''} reads all of ${tables.map(context.show).join(' and ')} while ${waiting(effect)} to them wait.`,
        operation,
        fixes: () => domainCheckLater(operation),
      };
    }
  },
});
