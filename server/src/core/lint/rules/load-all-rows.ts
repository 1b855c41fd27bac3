/** Every row of a table in the memory of a migration. */

import { tableKey } from '../../schema/catalogue.ts';
import { fetchesAll } from '../fetched.ts';
import { defineRule } from '../rule.ts';

const users = `op.create_table(
    "users",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("name", sa.Text()),
    sa.Column("plan", sa.Text()),
)`;

export default defineRule({
  name: 'load-all-rows',
  group: 'data',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'none',
  docs: {
    summary: 'A migration loads all rows of a table.',
    why: 'The table of production is larger than that of a test: the process runs out of memory, or sends one statement per row for hours while it holds its locks.',
    instead: 'Let one UPDATE do the work in the server, or go through the table by key in batches.',
  },
  examples: [
    {
      title: 'In the server',
      history: users,
      bad: `bind = op.get_bind()
for row in «bind.execute»(sa.text("SELECT id, name FROM users")).fetchall():
    bind.execute(sa.text("UPDATE users SET name = trim(name) WHERE id = :id"), {"id": row.id})`,
      good: `op.execute("UPDATE users SET name = trim(name) WHERE name <> trim(name)")`,
    },
  ],

  *check(context) {
    for (const step of context.upgrade) {
      const { operation } = step;
      if (operation.kind !== 'select' || operation.query === undefined || operation.query.limited) continue;
      const [relation] = operation.query.relations;
      if (relation?.name === undefined || operation.query.where !== undefined) continue;
      const table = { ...(relation.schema === undefined ? {} : { schema: relation.schema }), name: relation.name };
      const isSmall = step.isSmall(table) || step.isNewTable(table) || tableKey(table) === context.tenancy.root;
      const { call } = operation.origin;
      if (isSmall || operation.functions !== undefined || !fetchesAll(call, context.migration.text)) continue;
      yield {
        at: { start: call.span.start, end: call.span.start + call.callee.length },
        message: `This loads every row of ${context.show(table)}: memory and time grow with the table, and the locks are held meanwhile.`,
        operation,
      };
    }
  },
});
