/** JSON that is kept as text. */

import { changeType } from '../fixes/column-type.ts';
import { madeColumns } from '../made-columns.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  name: 'prefer-jsonb',
  group: 'columns',
  level: 'info',
  profile: 'all',
  dialects: ['postgresql'],
  fix: 'suggested',
  hazard: { name: 'json', specificity: 1 },
  docs: {
    summary: 'A column is json rather than jsonb.',
    why: 'A json value is kept as it was written and parsed again at every use; it can be neither compared nor indexed, so DISTINCT, GROUP BY and most queries into it fail or read everything.',
    instead: 'Use `jsonb`, unless the exact text matters.',
  },
  examples: [
    {
      title: 'In a new table',
      bad: `op.create_table("payments", sa.Column("id", sa.BigInteger(), primary_key=True), sa.Column("details", «sa.JSON()»))`,
      good: `op.create_table("payments", sa.Column("id", sa.BigInteger(), primary_key=True), sa.Column("details", sa.dialects.postgresql.JSONB()))`,
    },
    {
      title: 'In SQL',
      history: 'op.create_table("payments", sa.Column("id", sa.BigInteger(), primary_key=True))',
      bad: 'op.execute("ALTER TABLE payments ADD COLUMN details «json»")',
      good: 'op.execute("ALTER TABLE payments ADD COLUMN details jsonb")',
    },
  ],

  *check(context) {
    for (const { operation, column } of madeColumns(context)) {
      const { name } = column.type.value;
      if (name !== 'json') continue;
      const shown = `${context.show(operation.table)}.${column.name}`;
      yield {
        at: column.type.span,
        message: `${shown} is parsed at every use and can't be indexed or compared; use jsonb.`,
        operation,
        fixes: () => changeType(context, column, { name: 'jsonb' }, 'jsonb'),
      };
    }
  },
});
