/** SQL that PostgreSQL's own grammar refuses. */

import { defineRule, type Step } from '../rule.ts';

export default defineRule({
  name: 'sql-parse-error',
  group: 'meta',
  level: 'warning',
  profile: 'recommended',
  dialects: ['postgresql'],
  fix: 'none',
  scope: { downgrade: true },
  docs: {
    summary: 'A statement is no SQL that PostgreSQL understands.',
    why: 'The text goes through the parser of PostgreSQL itself, so the server refuses it when the migration runs. Only strings that are known as a whole are judged.',
    instead:
      'Correct the statement; where it is meant for another database only, put it under a test of `op.get_bind().dialect.name`.',
  },
  examples: [
    {
      title: 'A word too many',
      history: 'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True))',
      bad: 'op.execute("«ALTER TABLE users ADD COLUMN COLUMN phone text»")',
      good: 'op.execute("ALTER TABLE users ADD COLUMN phone text")',
      unread: true,
    },
  ],

  *check({ upgrade, downgrade }) {
    for (const { operation } of [...upgrade, ...downgrade] satisfies readonly Step[]) {
      if (operation.kind !== 'opaque' || operation.syntaxError === undefined) continue;
      yield {
        at: operation.span,
        message: `PostgreSQL can't parse this statement: ${operation.syntaxError}.`,
        operation,
      };
    }
  },
});
