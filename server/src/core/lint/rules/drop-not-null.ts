/** A column may be NULL from now on. */

import { findTable } from '../../schema/catalogue.ts';
import { effectsOnExisting } from '../hazards.ts';
import { callOf, wholeArgument } from '../place.ts';
import { defineRule } from '../rule.ts';

const users =
  'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("email", sa.Text(), nullable=False))';

export default defineRule({
  name: 'drop-not-null',
  group: 'columns',
  level: 'info',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'none',
  docs: {
    summary: 'A column of an existing table loses its NOT NULL.',
    why: 'The change is instant, but whoever reads the column may meet NULL from now on: the application that is running, reports and jobs.',
    instead: 'Release code that can read NULL before anything writes it.',
  },
  examples: [
    {
      title: 'An empty value instead of none',
      history: users,
      bad: 'op.alter_column("users", "email", existing_type=sa.Text(), «nullable=True»)',
      good: 'op.alter_column("users", "email", existing_type=sa.Text(), server_default="")',
    },
    {
      title: 'In SQL',
      history: users,
      bad: 'op.execute("ALTER TABLE users ALTER COLUMN email «DROP NOT NULL»")',
      good: `op.execute("ALTER TABLE users ALTER COLUMN email SET DEFAULT ''")`,
    },
  ],

  *check(context) {
    for (const { step, effect } of effectsOnExisting(context, 'drop not null')) {
      const { operation, before } = step;
      if (operation.kind !== 'alter_column') continue;
      const { table, column } = operation;
      const state = findTable(before, table)?.columns.get(column.value);
      if (state?.nullable === true || step.isNewColumn(table, column.value)) continue;
      yield {
        at: wholeArgument(callOf(operation), 'nullable', effect.at),
        message: `Whoever reads ${context.show(table)}.${column.value} may meet NULL from now on; the application that is running may not expect it.`,
        operation,
      };
    }
  },
});
