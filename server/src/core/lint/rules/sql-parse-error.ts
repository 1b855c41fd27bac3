/** SQL that PostgreSQL's own grammar refuses. */

import type { Opaque } from '../../operations/operation.ts';
import { dialectNames } from '../dialect-names.ts';
import { onlyOn } from '../fixes/dialect-guard.ts';
import { defineRule, type Report, type RuleContext, type Step } from '../rule.ts';

export default defineRule({
  name: 'sql-parse-error',
  group: 'meta',
  level: 'warning',
  profile: 'recommended',
  dialects: ['postgresql'],
  fix: 'suggested',
  scope: { downgrade: true },
  docs: {
    summary: 'A statement is no SQL that PostgreSQL understands.',
    why: 'The text goes through the parser of PostgreSQL itself, so the server refuses it when the migration runs. Only strings that are known as a whole are judged.',
    instead:
      "Correct the statement; where it is meant for another database only, put it under a test of `op.get_bind().dialect.name`. Where the words of a statement are SQLite's or MySQL's own, as `PRAGMA` or `ENGINE =`, the message says so.",
  },
  examples: [
    {
      title: 'A word too many',
      history: 'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True))',
      bad: 'op.execute("«ALTER TABLE users ADD COLUMN COLUMN phone text»")',
      good: 'op.execute("ALTER TABLE users ADD COLUMN phone text")',
      unread: true,
      fixed: false,
    },
    {
      title: 'A command of SQLite',
      bad: `op.execute("«PRAGMA foreign_keys=OFF»")
op.execute("SELECT 1")`,
      good: `if op.get_context().dialect.name == "sqlite":
    op.execute("PRAGMA foreign_keys=OFF")
op.execute("SELECT 1")`,
      unread: true,
    },
    {
      title: 'Words of MySQL',
      history: 'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True))',
      bad: `op.execute("«ALTER TABLE users MODIFY COLUMN id bigint»")`,
      good: `if op.get_context().dialect.name == "mysql":
    op.execute("ALTER TABLE users MODIFY COLUMN id bigint")`,
      unread: true,
    },
  ],

  *check(context) {
    for (const { operation } of [...context.upgrade, ...context.downgrade] satisfies readonly Step[]) {
      if (operation.kind === 'opaque' && operation.syntaxError !== undefined)
        yield reportOf(context, operation, operation.syntaxError);
    }
  },
});

function reportOf(context: RuleContext, operation: Opaque, error: string): Report {
  const { likelyDialect: likely, circumstance, origin, span } = operation;
  if (likely === undefined) return { at: span, message: `PostgreSQL can't parse this statement: ${error}.`, operation };
  const name = dialectNames[likely.dialect];
  return {
    at: span,
    message: `PostgreSQL can't parse this statement: ${likely.sign} is ${name}'s. Run it only where op.get_bind().dialect.name is "${likely.dialect}".`,
    operation,
    // It stands under a test that can't be read, which may be the very one.
    ...(circumstance.conditional ? { level: 'info' } : {}),
    fixes: () => (origin.kind === 'sql' && origin.count === 1 ? onlyOn(context, operation, likely.dialect) : []),
  };
}
