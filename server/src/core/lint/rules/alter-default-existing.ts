/** A new default, which old rows don't get. */

import type { OperationOf } from '../../operations/operation.ts';
import { findTable, tableKey } from '../../schema/catalogue.ts';
import { effectsOnExisting } from '../hazards.ts';
import { callOf, wholeArgument } from '../place.ts';
import { defineRule, type RuleContext } from '../rule.ts';

const users = 'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("plan", sa.Text()))';

export default defineRule({
  name: 'alter-default-existing',
  group: 'columns',
  level: 'info',
  profile: 'all',
  dialects: ['postgresql'],
  fix: 'none',
  docs: {
    summary: 'The server default of an existing column is changed.',
    why: 'A default is for new rows; those that are there keep what they have, NULL included.',
    instead: 'Fill the old rows in batches where they are meant too.',
  },
  examples: [
    {
      title: 'A new column gets it for all rows',
      history: users,
      bad: 'op.alter_column("users", "plan", «server_default="free"»)',
      good: 'op.add_column("users", sa.Column("tier", sa.Text(), server_default="free"))',
    },
    {
      title: 'In SQL',
      history: users,
      bad: `op.execute("ALTER TABLE users ALTER COLUMN plan SET DEFAULT «'free'»")`,
      good: `op.execute("ALTER TABLE users ADD COLUMN tier text DEFAULT 'free'")`,
    },
  ],

  *check(context) {
    for (const { step, effect } of effectsOnExisting(context, 'set default')) {
      const { operation, before } = step;
      if (operation.kind !== 'alter_column' || (operation.serverDefault?.value ?? null) === null) continue;
      const { table, column } = operation;
      if (step.isNewColumn(table, column.value) || fillsRows(context, operation)) continue;
      const former = findTable(before, table)?.columns.get(column.value)?.default;
      yield {
        at: wholeArgument(callOf(operation), 'server_default', effect.at),
        message: `The new default of ${context.show(table)}.${column.value} is for new rows only; rows that are there keep ${former === undefined ? 'what they have' : 'what the old one gave them'}.`,
        operation,
      };
    }
  },
});

/** An UPDATE of the same upgrade gives old rows their value. */
function fillsRows({ upgrade }: RuleContext, { table, column }: OperationOf<'alter_column'>): boolean {
  return upgrade.some(
    ({ operation }) =>
      operation.kind === 'update' &&
      tableKey(operation.table) === tableKey(table) &&
      operation.sets.some((set) => set.column.value === column.value),
  );
}
