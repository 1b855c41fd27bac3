/** A text that is filled up with spaces. */

import { changeType } from '../fixes/column-type.ts';
import { madeColumns } from '../made-columns.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  name: 'ban-char',
  group: 'columns',
  level: 'info',
  profile: 'all',
  dialects: ['postgresql'],
  fix: 'suggested',
  docs: {
    summary: 'A column is a char of fixed length.',
    why: 'PostgreSQL fills every value up with spaces, which take room, count in some comparisons and not in others, and come back to the application.',
    instead: 'Use `text` or `varchar`, and a CHECK where the length must be exact.',
  },
  examples: [
    {
      title: 'In a new table',
      bad: `op.create_table("payments", sa.Column("id", sa.BigInteger(), primary_key=True), sa.Column("currency", «sa.CHAR(3)»))`,
      good: `op.create_table("payments", sa.Column("id", sa.BigInteger(), primary_key=True), sa.Column("currency", sa.String(length=3)))`,
    },
    {
      title: 'In SQL',
      history: 'op.create_table("payments", sa.Column("id", sa.BigInteger(), primary_key=True))',
      bad: 'op.execute("ALTER TABLE payments ADD COLUMN currency «char(3)»")',
      good: 'op.execute("ALTER TABLE payments ADD COLUMN currency varchar(3)")',
    },
  ],

  *check(context) {
    for (const { operation, column } of madeColumns(context)) {
      const { name, modifiers } = column.type.value;
      if (name !== 'bpchar') continue;
      const shown = `${context.show(operation.table)}.${column.name}`;
      yield {
        at: column.type.span,
        message: `Values of ${shown} are filled up with spaces; use text or varchar.`,
        operation,
        fixes: () =>
          changeType(
            context,
            column,
            { name: 'varchar', modifiers: modifiers.length === 0 ? [1] : modifiers },
            `varchar(${modifiers[0] ?? 1})`,
          ),
      };
    }
  },
});
