/** Old statistics after a large change. */

import { tableKey } from '../../schema/catalogue.ts';
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
  name: 'analyze-after-backfill',
  group: 'data',
  level: 'info',
  profile: 'all',
  dialects: ['postgresql'],
  fix: 'none',
  docs: {
    summary: 'Many rows are changed and the table is not analyzed afterwards.',
    why: 'The planner works with the statistics of before until autovacuum comes round: queries on the new values choose the wrong plan.',
    instead: 'Run `ANALYZE` on the table behind the change.',
  },
  examples: [
    {
      title: 'New statistics',
      history: users,
      bad: `op.execute("«UPDATE users» SET plan = 'free' WHERE plan IS NULL")`,
      good: `op.execute("UPDATE users SET plan = 'free' WHERE plan IS NULL")
op.execute("ANALYZE users")`,
    },
  ],

  *check(context) {
    for (const [i, step] of context.upgrade.entries()) {
      const { operation } = step;
      if ((operation.kind !== 'update' && operation.kind !== 'delete') || step.isSmall(operation.table)) continue;
      const key = tableKey(operation.table);
      const isDone = context.upgrade
        .slice(i + 1)
        .some(
          ({ operation: next }) =>
            'table' in next &&
            next.table !== undefined &&
            tableKey(next.table) === key &&
            (next.kind === operation.kind || (next.kind === 'statement' && next.command === 'ANALYZE')),
        );
      if (isDone || isSingleRow(operation, step.before)) continue;
      yield {
        at: headOf(operation, context.migration.text),
        message: `The statistics of ${context.show(operation.table)} are those of before this ${operation.kind.toUpperCase()} until autovacuum comes round. Run ANALYZE behind it.`,
        operation,
      };
    }
  },
});
