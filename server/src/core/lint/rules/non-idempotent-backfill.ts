/** A change that counts twice when it runs twice. */

import { headOf } from '../data-change.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  name: 'non-idempotent-backfill',
  group: 'data',
  level: 'info',
  profile: 'strict',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'none',
  docs: {
    summary: 'A change outside of the transaction computes a column from itself.',
    why: 'If the migration fails half-way, the rows that are done stay done, and the next run computes them again: prices are raised twice.',
    instead: 'Guard it by a condition that no longer holds once a row is done.',
  },
  examples: [
    {
      title: 'Done rows are left out',
      history: `op.create_table("items", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("cents", sa.Integer()), sa.Column("raised", sa.Boolean()))`,
      bad: `with op.get_context().autocommit_block():
    op.execute("«UPDATE items» SET cents = cents * 2")`,
      good: `with op.get_context().autocommit_block():
    op.execute("UPDATE items SET cents = cents * 2, raised = true WHERE raised IS NOT TRUE")`,
    },
  ],

  *check(context) {
    for (const { operation } of context.upgrade) {
      if (operation.kind !== 'update' || operation.circumstance.autocommit === undefined) continue;
      const again = operation.sets.find(
        ({ column, value }) =>
          value.kind === 'expression' &&
          value.functions.length === 0 &&
          value.columns.some((each) => each.column === column.value),
      );
      const isGuarded = operation.where !== undefined;
      if (again === undefined || isGuarded) continue;
      yield {
        at: headOf(operation, context.migration.text),
        message: `${again.column.value} is computed from itself outside of a transaction: a second run after a failure computes it again.`,
        operation,
      };
    }
  },
});
