/** Rows and schema in one revision. */

import { changesSchema } from '../changes-schema.ts';
import { headOf } from '../data-change.ts';
import { defineRule } from '../rule.ts';
import { isSingleRow } from '../tenant-condition.ts';

const users = `op.create_table(
    "users",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("name", sa.Text()),
    sa.Column("plan", sa.Text()),
)`;

export default defineRule({
  name: 'data-in-schema-migration',
  group: 'data',
  level: 'info',
  profile: 'all',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'none',
  docs: {
    summary: 'A revision changes both the schema and rows of existing tables.',
    why: 'Data takes as long as there are rows, and fails for reasons that no test database has. In a revision of its own it can be repeated, postponed and watched.',
    instead: 'Move the rows into a revision of their own.',
  },
  examples: [
    {
      title: 'Rows only',
      history: users,
      bad: `op.add_column("users", sa.Column("locale", sa.Text()))
op.execute("«UPDATE users» SET plan = 'free' WHERE plan IS NULL")`,
      good: `op.execute("UPDATE users SET plan = 'free' WHERE plan IS NULL")`,
    },
  ],

  *check(context) {
    if (!context.upgrade.some(changesSchema)) return;
    for (const step of context.upgrade) {
      const { operation } = step;
      if (operation.kind !== 'update' && operation.kind !== 'delete') continue;
      if (step.isNewTable(operation.table) || step.isSmall(operation.table) || isSingleRow(operation, step.before))
        continue;
      yield {
        at: headOf(operation, context.migration.text),
        message: `This revision changes the schema and rows of ${context.show(operation.table)} as well; a data change is safer in a revision of its own.`,
        operation,
      };
    }
  },
});
