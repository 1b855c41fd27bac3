/** A table that does not say what it is for. */

import { madeTables } from '../made-columns.ts';
import { verb } from '../place.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  name: 'require-comment',
  group: 'columns',
  level: 'info',
  profile: 'all',
  dialects: ['postgresql', 'mysql'],
  fix: 'none',
  options: {
    columns: { default: false, doc: 'Whether every column needs a comment too.' },
  },
  docs: {
    summary: 'A new table has no comment.',
    why: 'Who looks at the database without the code, for a report or in an emergency, has only the names to go by.',
    instead: 'Say what a row stands for with `comment=` or COMMENT ON TABLE.',
  },
  examples: [
    {
      title: 'What a row stands for',
      bad: '«op.create_table»("events", sa.Column("id", sa.BigInteger(), primary_key=True))',
      good: 'op.create_table("events", sa.Column("id", sa.BigInteger(), primary_key=True), comment="One row per visit")',
    },
    {
      title: 'In SQL',
      bad: 'op.execute("«CREATE TABLE» events (id bigint PRIMARY KEY)")',
      good: `op.execute("CREATE TABLE events (id bigint PRIMARY KEY)")
op.execute("COMMENT ON TABLE events IS 'One row per visit'")`,
    },
  ],

  *check(context) {
    for (const { operation, state } of madeTables(context)) {
      const table = context.show(operation.table);
      if (state.comment === undefined && operation.comment === undefined) {
        yield {
          at: verb(operation, context.migration.text),
          message: `Nothing says what a row of ${table} stands for; add a comment.`,
          operation,
        };
      }
      if (context.options['columns'] !== true) continue;
      for (const column of operation.columns) {
        if (column.comment !== undefined || state.columns.get(column.name)?.comment !== undefined) continue;
        yield {
          at: column.nameSpan,
          message: `Nothing says what ${table}.${column.name} holds; add a comment.`,
          operation,
        };
      }
    }
  },
});
