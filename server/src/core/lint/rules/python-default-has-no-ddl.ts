/** A default that only SQLAlchemy knows. */

import { isNullable } from '../../operations/operation.ts';
import { serverDefaultInstead } from '../fixes/server-default-instead.ts';
import { madeColumns } from '../made-columns.ts';
import { argument, callOf, wholeArgument } from '../place.ts';
import { defineRule } from '../rule.ts';

const users = 'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("plan", sa.Text()))';

export default defineRule({
  name: 'python-default-has-no-ddl',
  group: 'columns',
  level: 'warning',
  profile: 'recommended',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'suggested',
  hazard: { name: 'no-value', specificity: 1 },
  docs: {
    summary: 'A column is given `default=`, which the database never hears of.',
    why: 'SQLAlchemy applies `default=` in Python, when a model inserts a row. The migration renders no DEFAULT: old rows stay NULL, and inserts in SQL, by other programs or by the release that is running get no value. `op.alter_column` ignores the argument altogether.',
    instead: 'Use `server_default=`, and `default=` in the model only.',
  },
  examples: [
    {
      title: 'A required column of a new table',
      bad: `op.create_table(
    "plans",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("seats", sa.Integer(), nullable=False, «default=1»),
    sa.Column("is_public", sa.Boolean(), «default=False», nullable=False),
)`,
      good: `op.create_table(
    "plans",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("seats", sa.Integer(), nullable=False, server_default="1"),
    sa.Column("is_public", sa.Boolean(), server_default=sa.false(), nullable=False),
)`,
    },
    {
      title: 'On a column that is there',
      history: users,
      bad: 'op.alter_column("users", "plan", existing_type=sa.Text(), «default="free"»)',
      good: 'op.alter_column("users", "plan", existing_type=sa.Text(), server_default="free")',
    },
    {
      title: 'A new column, in a batch block',
      history: users,
      bad: `with op.batch_alter_table("users") as batch_op:
    batch_op.add_column(sa.Column("seen", sa.DateTime(), «default=sa.func.now()»))`,
      good: `with op.batch_alter_table("users") as batch_op:
    batch_op.add_column(sa.Column("seen", sa.DateTime(), server_default=sa.func.now()))`,
    },
  ],

  *check(context) {
    for (const { operation } of context.upgrade) {
      if (operation.kind !== 'alter_column' || operation.clientDefault === undefined) continue;
      if (operation.serverDefault !== undefined) continue;
      yield {
        at: argument(operation, 'default') ?? operation.clientDefault,
        message: `op.alter_column ignores default=: ${context.show(operation.table)}.${operation.column.value} keeps the default it has. Use server_default=.`,
        operation,
        fixes: () => serverDefaultInstead(context, callOf(operation)),
      };
    }
    for (const { operation, column } of madeColumns(context)) {
      const { clientDefault, serverDefault, identity, computed, call } = column;
      if (clientDefault === undefined || !call?.arguments.has('default')) continue;
      if ((serverDefault ?? identity ?? computed) !== undefined) continue;
      // What Python computes for each row, such as uuid4, is no default that the database could have.
      const isOptional = isNullable(column) || column.primaryKey || !column.clientDefaultIsSql;
      const report = {
        at: wholeArgument(call, 'default', clientDefault),
        message: `default= of ${context.show(operation.table)}.${column.name} is for SQLAlchemy's own inserts; the database gets no DEFAULT. Use server_default= if it is meant to.`,
        operation,
        fixes: () => serverDefaultInstead(context, call),
      };
      yield isOptional ? { ...report, level: 'info' } : report;
    }
  },
});
