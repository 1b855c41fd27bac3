/** An amount that changes its meaning with a setting. */

import { changeType } from '../fixes/column-type.ts';
import { madeColumns } from '../made-columns.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  name: 'ban-money',
  group: 'columns',
  level: 'info',
  profile: 'all',
  dialects: ['postgresql'],
  fix: 'suggested',
  docs: {
    summary: 'A column has the type money.',
    why: 'It has no currency of its own: how many digits it keeps and how it is shown depend on `lc_monetary` of the server, so a restore elsewhere changes the amounts.',
    instead: 'Use `numeric` with a precision and a scale, and a column for the currency.',
  },
  examples: [
    {
      title: 'In a new table',
      bad: `op.create_table("payments", sa.Column("id", sa.BigInteger(), primary_key=True), sa.Column("price", «sa.dialects.postgresql.MONEY()»))`,
      good: `op.create_table("payments", sa.Column("id", sa.BigInteger(), primary_key=True), sa.Column("price", sa.Numeric(precision=14, scale=2)))`,
    },
    {
      title: 'In SQL',
      history: 'op.create_table("payments", sa.Column("id", sa.BigInteger(), primary_key=True))',
      bad: 'op.execute("ALTER TABLE payments ADD COLUMN price «money»")',
      good: 'op.execute("ALTER TABLE payments ADD COLUMN price numeric(14, 2)")',
    },
  ],

  *check(context) {
    for (const { operation, column } of madeColumns(context)) {
      const { name } = column.type.value;
      if (name !== 'money') continue;
      const shown = `${context.show(operation.table)}.${column.name}`;
      yield {
        at: column.type.span,
        message: `Digits and currency of ${shown} depend on a setting of the server; use numeric.`,
        operation,
        fixes: () => changeType(context, column, { name: 'numeric', modifiers: [14, 2] }, 'numeric(14, 2)'),
      };
    }
  },
});
