/** Rows that nothing tells apart. */

import type { OperationOf } from '../../operations/operation.ts';
import { insertion } from '../../text/edit.ts';
import { literal } from '../fixes/code.ts';
import { indentAt } from '../fixes/statement.ts';
import { madeTables } from '../made-columns.ts';
import { verb } from '../place.ts';
import { defineRule, type Fix, type RuleContext } from '../rule.ts';

export default defineRule({
  name: 'table-without-primary-key',
  group: 'constraints',
  level: 'info',
  profile: 'all',
  dialects: ['postgresql', 'mysql'],
  fix: 'suggested',
  docs: {
    summary: 'A new table has no primary key.',
    why: 'Rows can occur twice and then neither be told apart nor corrected one by one; logical replication refuses to change such a table, and SQLAlchemy cannot map it.',
    instead: 'Declare the columns that identify a row as the primary key, or add one that does.',
  },
  examples: [
    {
      title: 'A column that identifies each row',
      bad: `«op.create_table»(
    "events",
    sa.Column("name", sa.Text()),
)`,
      good: `op.create_table(
    "events",
    sa.Column("id", sa.BigInteger(), sa.Identity(), primary_key=True),
    sa.Column("name", sa.Text()),
)`,
    },
    {
      title: 'In SQL',
      bad: 'op.execute("«CREATE TABLE» members (team_id bigint, user_id bigint)")',
      good: 'op.execute("CREATE TABLE members (team_id bigint, user_id bigint, PRIMARY KEY (team_id, user_id))")',
      fixed: false,
    },
  ],

  *check(context) {
    for (const { operation, state } of madeTables(context)) {
      if (state.constraints.some((each) => each.kind === 'primary-key')) continue;
      yield {
        at: verb(operation, context.migration.text),
        message: `Nothing tells the rows of ${context.show(operation.table)} apart; give it a primary key.`,
        operation,
        fixes: () => addKey(context, operation),
      };
    }
  },
});

function addKey({ migration }: RuleContext, { columns, origin }: OperationOf<'create_table'>): readonly Fix[] {
  const { text, style } = migration;
  const [first] = columns;
  if (style.sa === undefined || first === undefined || origin.kind === 'sql') return [];
  if (columns.some(({ name }) => name === 'id')) return [];
  const { sa } = style;
  const column = `${sa}.Column(${literal(style, 'id')}, ${sa}.BigInteger(), ${sa}.Identity(), primary_key=True)`;
  const oneLine = !text.slice(origin.call.span.start, first.span.start).includes('\n');
  const separator = oneLine ? ', ' : `,${style.newline}${indentAt(text, first.span.start)}`;
  return [{ title: 'Add an id', preferred: true, edits: [insertion(first.span.start, column + separator)] }];
}
