/** Values without the columns that they are for. */

import { findTable } from '../../schema/catalogue.ts';
import { nameColumns } from '../fixes/name-columns.ts';
import { verb } from '../place.ts';
import { defineRule } from '../rule.ts';

const users = `op.create_table(
    "users",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("name", sa.Text()),
    sa.Column("plan", sa.Text()),
)`;

export default defineRule({
  name: 'insert-without-columns',
  group: 'data',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'suggested',
  docs: {
    summary: 'An INSERT names no columns.',
    why: 'The values go to the columns in the order of the table, which differs between a database that grew by migrations and one that was made anew. With one more column the statement fails, or writes into the wrong one.',
    instead: 'Name the columns.',
  },
  examples: [
    {
      title: 'With names',
      history: users,
      bad: `op.execute("«INSERT» INTO users VALUES (1, 'Ada', 'free')")`,
      good: `op.execute("INSERT INTO users (id, name, plan) VALUES (1, 'Ada', 'free')")`,
    },
  ],

  *check(context) {
    for (const { operation, before } of context.upgrade) {
      if (operation.kind !== 'insert' || operation.unnamed !== true) continue;
      yield {
        at: verb(operation, context.migration.text),
        message: `This INSERT names no columns of ${context.show(operation.table)}: another order or number of columns breaks it, or swaps values.`,
        operation,
        fixes: () => nameColumns(operation, findTable(before, operation.table)),
      };
    }
  },
});
