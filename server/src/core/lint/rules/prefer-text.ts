/** A text that has a limit by its type. */

import { changeType } from '../fixes/column-type.ts';
import { madeColumns } from '../made-columns.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  name: 'prefer-text',
  group: 'columns',
  level: 'info',
  profile: 'all',
  dialects: ['postgresql'],
  fix: 'suggested',
  docs: {
    summary: 'A column is a varchar with a length.',
    why: 'PostgreSQL stores it no better than text, and a longer limit later needs ALTER TABLE with its lock, a shorter one writes the table anew.',
    instead: 'Use `text`, and a CHECK where the length matters, which can be changed without blocking anybody.',
  },
  examples: [
    {
      title: 'In a new table',
      bad: `op.create_table("payments", sa.Column("id", sa.BigInteger(), primary_key=True), sa.Column("reference", «sa.String(40)»))`,
      good: `op.create_table("payments", sa.Column("id", sa.BigInteger(), primary_key=True), sa.Column("reference", sa.Text()))`,
    },
    {
      title: 'In SQL',
      history: 'op.create_table("payments", sa.Column("id", sa.BigInteger(), primary_key=True))',
      bad: 'op.execute("ALTER TABLE payments ADD COLUMN reference «varchar(40)»")',
      good: 'op.execute("ALTER TABLE payments ADD COLUMN reference text")',
    },
  ],

  *check(context) {
    for (const { operation, column } of madeColumns(context)) {
      const { name, modifiers } = column.type.value;
      if (name !== 'varchar' || modifiers.length === 0 || column.type.value.enum !== undefined) continue;
      const shown = `${context.show(operation.table)}.${column.name}`;
      yield {
        at: column.type.span,
        message: `${shown} ends at ${modifiers[0]} characters by its type; text with a check is easier to change.`,
        operation,
        fixes: () => changeType(context, column, { name: 'text' }, 'text'),
      };
    }
  },
});
