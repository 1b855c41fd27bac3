/** MySQL makes a value up for the rows that have none. */

import { isKnown, isNullable } from '../../operations/operation.ts';
import { mysqlEnvironment } from '../example-environment.ts';
import { wholeArgument } from '../place.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  name: 'mysql-implicit-default',
  group: 'dialects',
  level: 'warning',
  profile: 'strict',
  dialects: ['mysql'],
  fix: 'none',
  hazard: { name: 'no-value', specificity: 0.5 },
  docs: {
    summary: 'A NOT NULL column is added to an existing table of MySQL without a server default.',
    why: 'MySQL does not refuse it: the rows that are there silently get the zero of the type, an empty string or the number 0, which nobody can tell from a real value afterwards.',
    instead: 'Give it a `server_default` that is right for them, or add it as nullable and fill it.',
  },
  examples: [
    {
      title: 'A value that is meant',
      env: mysqlEnvironment,
      history: 'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True))',
      bad: `if op.get_context().dialect.name == "mysql":
    op.add_column("users", sa.Column("plan", sa.String(20), «nullable=False»))`,
      good: `if op.get_context().dialect.name == "mysql":
    op.add_column("users", sa.Column("plan", sa.String(20), nullable=False, server_default="free"))`,
    },
  ],

  *check({ upgrade, show }) {
    for (const step of upgrade) {
      const { operation } = step;
      if (operation.kind !== 'add_column' || step.isNewTable(operation.table)) continue;
      const { column, table } = operation;
      const hasValue = column.serverDefault ?? column.identity ?? column.computed ?? column.autoincrement;
      if (isNullable(column) || column.primaryKey || hasValue !== undefined) continue;
      const place = isKnown(column.nullable) ? column.nullable.span : column.span;
      yield {
        at: wholeArgument(column.call, 'nullable', place),
        message: `On MySQL the rows of ${show(table)} silently get the zero of the type as their ${column.name}.`,
        operation,
      };
    }
  },
});
