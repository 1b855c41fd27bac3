/** JSON kept as text, which can't be compared or indexed. */

import { changeType } from '../fixes/column-type.ts';
import { wholeArgument } from '../place.ts';
import { defineRule } from '../rule.ts';

const users = 'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True))';

export default defineRule({
  name: 'add-column-json',
  group: 'columns',
  level: 'info',
  profile: 'all',
  dialects: ['postgresql'],
  fix: 'suggested',
  hazard: { name: 'json', specificity: 2 },
  docs: {
    summary: 'A column of type json is added.',
    why: 'PostgreSQL keeps `json` as the text it was given: it has no equality, so SELECT DISTINCT, GROUP BY and UNION over the column fail, and it takes no GIN index. `jsonb` has all of them.',
    instead: 'Use `postgresql.JSONB`, unless white space and the order of keys must be kept.',
  },
  examples: [
    {
      title: 'jsonb',
      history: users,
      bad: 'op.add_column("users", sa.Column("settings", «sa.JSON()»))',
      good: 'op.add_column("users", sa.Column("settings", sa.dialects.postgresql.JSONB()))',
    },
    {
      title: 'In SQL',
      history: users,
      bad: 'op.execute("ALTER TABLE users ADD COLUMN settings «json»")',
      good: 'op.execute("ALTER TABLE users ADD COLUMN settings jsonb")',
    },
  ],

  *check(context) {
    for (const step of context.upgrade) {
      const { operation } = step;
      if (operation.kind !== 'add_column' || operation.column.type.value.name !== 'json') continue;
      const { column } = operation;
      yield {
        at: wholeArgument(column.call, 'type_', column.type.span),
        message: `${context.show(operation.table)}.${column.name} is json, which can't be compared or indexed; jsonb can.`,
        operation,
        fixes: () => changeType(context, column, { name: 'jsonb' }, 'jsonb'),
      };
    }
  },
});
