/** One call, several statements: each of them may read or write the whole table. */

import { oneAlter } from '../fixes/one-alter.ts';
import { verb } from '../place.ts';
import { defineRule } from '../rule.ts';

const users = `op.create_table(
    "users",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("plan", sa.String(20), server_default="free"),
)`;

export default defineRule({
  name: 'alter-column-many-statements',
  group: 'columns',
  level: 'info',
  profile: 'all',
  dialects: ['postgresql'],
  fix: 'suggested',
  docs: {
    summary: 'One `op.alter_column` changes several things of a column.',
    why: 'Alembic renders a statement for each, and the server does the work of each on its own: a new type writes the table, NOT NULL reads it again. Within one ALTER TABLE both happen in a single pass.',
    instead: 'Write one ALTER TABLE with a comma between the changes.',
  },
  examples: [
    {
      title: 'One statement',
      history: users,
      bad: '«op.alter_column»("users", "plan", existing_type=sa.String(20), type_=sa.Text(), server_default="basic")',
      good: `op.execute("ALTER TABLE users ALTER COLUMN plan TYPE text, ALTER COLUMN plan SET DEFAULT 'basic'")`,
    },
    {
      title: 'Out of a batch block',
      history: users,
      bad: `with op.batch_alter_table("users") as batch_op:
    «batch_op.alter_column»("plan", type_=sa.String(40), server_default=None)`,
      good: 'op.execute("ALTER TABLE users ALTER COLUMN plan TYPE varchar(40), ALTER COLUMN plan DROP DEFAULT")',
    },
  ],

  *check(context) {
    for (const step of context.upgrade) {
      const { operation } = step;
      if (operation.kind !== 'alter_column' || operation.origin.kind === 'sql') continue;
      const { table, column, type, nullable, serverDefault } = operation;
      const count = [type, nullable, serverDefault].filter((each) => each !== undefined).length;
      if (count < 2 || step.isNewTable(table) || step.isSmall(table)) continue;
      yield {
        at: verb(operation, context.migration.text),
        message: `Alembic renders ${count} statements for this change of ${context.show(table)}.${column.value}, and the server does the work of each on its own.`,
        operation,
        fixes: () => oneAlter(context, operation),
      };
    }
  },
});
