/** A column becomes NOT NULL, and nothing has filled the rows that are NULL. */

import { findTable } from '../../schema/catalogue.ts';
import { effectsOnExisting } from '../hazards.ts';
import { callOf, wholeArgument } from '../place.ts';
import { defineRule } from '../rule.ts';

const countries = `op.create_table("countries", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("code", sa.Text()))`;

export default defineRule({
  name: 'set-not-null-without-backfill',
  group: 'columns',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'none',
  docs: {
    summary: 'A nullable column becomes NOT NULL, and no migration has filled it.',
    why: 'SET NOT NULL fails as soon as one row is NULL, and no UPDATE in this or an earlier revision gives such rows a value, so whether it works depends on what the database happens to hold.',
    instead: 'Fill the rows that are NULL before, in batches on a large table, in a revision of its own.',
  },
  examples: [
    {
      title: 'Filled before',
      history: countries,
      bad: 'op.alter_column("countries", "code", existing_type=sa.Text(), «nullable=False»)',
      good: `op.execute("UPDATE countries SET code = '??' WHERE code IS NULL")`,
    },
    {
      title: 'In SQL',
      history: countries,
      bad: 'op.execute("ALTER TABLE countries ALTER COLUMN code «SET NOT NULL»")',
      good: `op.execute("UPDATE countries SET code = '??' WHERE code IS NULL")`,
    },
  ],

  *check(context) {
    for (const { step, effect } of effectsOnExisting(context, 'set not null')) {
      const { operation, before } = step;
      if (operation.kind !== 'alter_column') continue;
      const { table, column } = operation;
      const state = findTable(before, table)?.columns.get(column.value);
      // One that has had its default from the beginning holds NULL only where somebody wrote it.
      if (state === undefined || state.filled || (state.default ?? state.serial ?? state.computed) !== undefined)
        continue;
      yield {
        at: wholeArgument(callOf(operation), 'nullable', effect.at),
        message: `Nothing fills the rows of ${context.show(table)} where ${column.value} is NULL, and SET NOT NULL fails if there is one.`,
        operation,
      };
    }
  },
});
