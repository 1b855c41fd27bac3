/** A moment without its time zone. */

import { changeType } from '../fixes/column-type.ts';
import { madeColumns } from '../made-columns.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  name: 'prefer-timestamptz',
  group: 'columns',
  level: 'info',
  profile: 'all',
  dialects: ['postgresql'],
  fix: 'suggested',
  docs: {
    summary: 'A column is a timestamp without time zone.',
    why: 'It holds a clock reading and not a moment: sessions in different zones write different moments under the same value, and none can be told apart afterwards.',
    instead:
      'Use `timestamptz` (`sa.DateTime(timezone=True)`), which keeps the moment and shows it in the zone of the session.',
  },
  examples: [
    {
      title: 'In a new table',
      bad: `op.create_table("payments", sa.Column("id", sa.BigInteger(), primary_key=True), sa.Column("paid_at", «sa.DateTime()»))`,
      good: `op.create_table("payments", sa.Column("id", sa.BigInteger(), primary_key=True), sa.Column("paid_at", sa.DateTime(timezone=True)))`,
    },
    {
      title: 'In SQL',
      history: 'op.create_table("payments", sa.Column("id", sa.BigInteger(), primary_key=True))',
      bad: 'op.execute("ALTER TABLE payments ADD COLUMN paid_at «timestamp»")',
      good: 'op.execute("ALTER TABLE payments ADD COLUMN paid_at timestamptz")',
    },
  ],

  *check(context) {
    for (const { operation, column } of madeColumns(context)) {
      const { name, modifiers } = column.type.value;
      if (name !== 'timestamp') continue;
      const shown = `${context.show(operation.table)}.${column.name}`;
      yield {
        at: column.type.span,
        message: `${shown} holds a clock reading without saying in which time zone; timestamptz holds the moment.`,
        operation,
        fixes: () =>
          changeType(
            context,
            column,
            { name: 'timestamptz', modifiers },
            modifiers.length === 0 ? 'timestamptz' : `timestamptz(${modifiers.join()})`,
          ),
      };
    }
  },
});
