/** A constraint or an index gets another name. */

import { effectsOnExisting } from '../hazards.ts';
import { clause } from '../place.ts';
import { defineRule } from '../rule.ts';

const users = `op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("email", sa.Text()))
op.create_unique_constraint("users_email", "users", ["email"])
op.create_index("users_mail", "users", ["email"])`;

export default defineRule({
  name: 'rename-constraint-or-index',
  group: 'columns',
  level: 'info',
  profile: 'all',
  dialects: ['postgresql'],
  fix: 'none',
  docs: {
    summary: 'A constraint or an index is renamed.',
    why: 'The rename itself is instant, but statements and error handlers know constraints by name: `ON CONFLICT ON CONSTRAINT`, code that reads the name from an error, and later migrations that drop it.',
    instead: 'Look for the old name in the code before; keep it where nothing is gained by the new one.',
  },
  examples: [
    {
      title: 'A constraint',
      history: users,
      bad: 'op.execute("ALTER TABLE users «RENAME CONSTRAINT users_email TO uq_users_email»")',
      good: 'op.execute("COMMENT ON CONSTRAINT users_email ON users IS \'one account per address\'")',
    },
    {
      title: 'An index',
      history: users,
      bad: 'op.execute("ALTER INDEX users_mail «RENAME TO ix_users_email»")',
      good: 'op.execute("COMMENT ON INDEX users_mail IS \'for the search by address\'")',
    },
  ],

  *check(context) {
    for (const { step } of effectsOnExisting(context, 'rename constraint', 'rename index')) {
      const { operation } = step;
      if (operation.kind !== 'statement') continue;
      const [change] = operation.changes ?? [];
      if (change?.subject !== 'table') continue;
      if (change.do === 'rename-constraint') {
        yield {
          at: clause(operation, context.migration.text, /RENAME\s+CONSTRAINT\s+\S+\s+TO\s+\S+/i),
          message: `Code that names the constraint ${change.name}, as ON CONFLICT ON CONSTRAINT does, no longer finds it.`,
          operation,
        };
      } else if (change.do === 'rename-index') {
        yield {
          at: clause(operation, context.migration.text, /RENAME\s+TO\s+\S+/i),
          message: `Code and later migrations that name the index ${change.index.name} no longer find it.`,
          operation,
        };
      }
    }
  },
});
