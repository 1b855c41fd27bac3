/** A type change that costs nothing on disk and breaks prepared statements. */

import { effectsOnExisting } from '../hazards.ts';
import { callOf, wholeArgument } from '../place.ts';
import { defineRule } from '../rule.ts';

const users =
  'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.String(50)))';

export default defineRule({
  name: 'alter-column-type-cached-plans',
  group: 'columns',
  level: 'info',
  profile: 'all',
  dialects: ['postgresql'],
  fix: 'none',
  hazard: { name: 'type-change', specificity: 0 },
  docs: {
    summary: 'The type of a column changes under prepared statements of open connections.',
    why: 'Even a change that leaves all rows as they are gives the column another type, and statements that a connection prepared before fail with "cached plan must not change result type". Pools keep such connections open for long; asyncpg and JDBC drivers prepare without being asked.',
    instead:
      'Recycle the pool after the migration, or let the application repeat a statement that fails with this error.',
  },
  examples: [
    {
      title: 'A new column is unknown to old statements',
      history: users,
      bad: 'op.alter_column("users", "name", existing_type=sa.String(50), «type_=sa.String(100)»)',
      good: 'op.add_column("users", sa.Column("full_name", sa.String(100)))',
    },
    {
      title: 'In SQL',
      history: users,
      bad: 'op.execute("ALTER TABLE users ALTER COLUMN name TYPE «text»")',
      good: 'op.execute("ALTER TABLE users ADD COLUMN full_name text")',
    },
  ],

  *check(context) {
    for (const { step, effect } of effectsOnExisting(context, 'alter type free')) {
      const { operation } = step;
      if (operation.kind !== 'alter_column' || step.isNewColumn(operation.table, operation.column.value)) continue;
      yield {
        at: wholeArgument(callOf(operation), 'type_', effect.at),
        message: `Prepared statements of open connections that return ${context.show(operation.table)}.${operation.column.value} fail until the pool is recycled: "cached plan must not change result type".`,
        operation,
      };
    }
  },
});
