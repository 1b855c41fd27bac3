/** An UPDATE that changes every row of a table. */

import { isAlwaysTrue } from '../always-true.ts';
import { conditionOf, fillsNewColumns, isReviewed } from '../data-change.ts';
import { defineRule } from '../rule.ts';

const users = `op.create_table(
    "users",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("email", sa.Text()),
    sa.Column("plan", sa.Text()),
)`;

export default defineRule({
  name: 'update-without-where',
  group: 'data',
  level: 'warning',
  profile: 'recommended',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'none',
  hazard: { name: 'unfiltered-change', specificity: 1 },
  docs: {
    summary: 'An UPDATE has no WHERE, or one that is always true.',
    why: 'Every row of the table is written, locked and kept twice until vacuum, and values that people entered are gone without a way back.',
    instead: 'Name the rows that are meant, and work in batches where they are many.',
    noFix: 'only the author knows which rows are meant.',
  },
  examples: [
    {
      title: 'Only the rows that need it',
      history: users,
      bad: `op.execute("«UPDATE users» SET plan = 'free'")`,
      good: `op.execute("UPDATE users SET plan = 'free' WHERE plan IS NULL")`,
    },
    {
      title: 'A condition that is always true',
      history: users,
      bad: `op.execute("UPDATE users SET plan = 'free' WHERE «1 = 1»")`,
      good: `op.execute("UPDATE users SET plan = 'free' WHERE plan = 'trial'")`,
    },
    {
      title: 'With SQLAlchemy Core',
      history: users,
      bad: `users = sa.table("users", sa.column("email"), sa.column("plan"))
op.execute(«users.update()».values(plan="free"))`,
      good: `users = sa.table("users", sa.column("email"), sa.column("plan"))
op.execute(users.update().where(users.c.plan.is_(None)).values(plan="free"))`,
    },
    {
      title: 'Filling a column that this revision adds is no loss',
      history: users,
      bad: `op.add_column("users", sa.Column("locale", sa.Text()))
op.execute("«UPDATE users» SET locale = 'en', plan = 'free'")`,
      good: `op.add_column("users", sa.Column("locale", sa.Text()))
op.execute("UPDATE users SET locale = 'en'")`,
    },
  ],

  *check(context) {
    for (const step of context.upgrade) {
      const { operation } = step;
      if (operation.kind !== 'update' || step.isNewTable(operation.table)) continue;
      if (!isAlwaysTrue(operation.where) || fillsNewColumns(step, operation) || isReviewed(operation)) continue;
      const table = context.show(operation.table);
      yield {
        at: conditionOf(operation, context.migration.text),
        message: `This UPDATE changes every row of ${table}: ${operation.where === undefined ? 'it has no WHERE' : 'its condition is always true'}.`,
        operation,
      };
    }
  },
});
