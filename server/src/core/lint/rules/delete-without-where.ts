/** A DELETE that empties a table. */

import { isAlwaysTrue } from '../always-true.ts';
import { conditionOf, isReviewed } from '../data-change.ts';
import { defineRule } from '../rule.ts';

const sessions = `op.create_table(
    "sessions",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("expires_at", sa.DateTime()),
)`;

export default defineRule({
  name: 'delete-without-where',
  group: 'data',
  level: 'error',
  profile: 'recommended',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'none',
  hazard: { name: 'unfiltered-change', specificity: 1 },
  docs: {
    summary: 'A DELETE has no WHERE, or one that is always true.',
    why: 'Every row of the table is lost, and rows of other tables with it where a foreign key cascades. No downgrade brings them back.',
    instead: 'Name the rows that are meant. Where all are, say why in a suppression comment, and keep a copy first.',
    noFix: 'only the author knows which rows are meant.',
  },
  examples: [
    {
      title: 'Only the rows that are meant',
      history: sessions,
      bad: `op.execute("«DELETE FROM sessions»")`,
      good: `op.execute("DELETE FROM sessions WHERE expires_at < now()")`,
    },
    {
      title: 'A condition that is always true',
      history: sessions,
      bad: `op.execute("DELETE FROM sessions WHERE «id = id»")`,
      good: `op.execute("DELETE FROM sessions WHERE expires_at IS NULL")`,
    },
    {
      title: 'With SQLAlchemy Core',
      history: sessions,
      bad: `sessions = sa.table("sessions", sa.column("expires_at"))
op.execute(«sessions.delete()»)`,
      good: `sessions = sa.table("sessions", sa.column("expires_at"))
op.execute(sessions.delete().where(sessions.c.expires_at.is_(None)))`,
    },
  ],

  *check(context) {
    for (const step of context.upgrade) {
      const { operation } = step;
      if (operation.kind !== 'delete' || step.isNewTable(operation.table) || isReviewed(operation)) continue;
      if (!isAlwaysTrue(operation.where)) continue;
      const reason = operation.where === undefined ? 'it has no WHERE' : 'its condition is always true';
      yield {
        at: conditionOf(operation, context.migration.text),
        message: `This DELETE empties ${context.show(operation.table)}: ${reason}.`,
        operation,
      };
    }
  },
});
