/** A key that ends at two thousand million rows. */

import { findTable, type TableState } from '../../schema/catalogue.ts';
import { changeType } from '../fixes/column-type.ts';
import { type MadeColumn, madeColumns } from '../made-columns.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  name: 'prefer-bigint-primary-key',
  group: 'columns',
  level: 'info',
  profile: 'all',
  dialects: ['postgresql'],
  fix: 'suggested',
  docs: {
    summary: 'A primary key that a sequence fills, or a foreign key to a bigint, is an integer.',
    why: 'Its sequence ends at 2,147,483,647, also over rows that were deleted or rolled back. Then every insert fails, and changing the type writes the whole table and all that refer to it anew.',
    instead: 'Use `bigint` (`sa.BigInteger()`) from the start: it costs four bytes a row.',
  },
  examples: [
    {
      title: 'The key of a new table',
      bad: 'op.create_table("events", sa.Column("id", «sa.Integer()», primary_key=True))',
      good: 'op.create_table("events", sa.Column("id", sa.BigInteger(), primary_key=True))',
    },
    {
      title: 'A foreign key to a bigint',
      history: 'op.create_table("events", sa.Column("id", sa.BigInteger(), primary_key=True))',
      bad: `op.create_table("notes", sa.Column("id", sa.BigInteger(), primary_key=True), sa.Column("event_id", «sa.Integer()», sa.ForeignKey("events.id")))`,
      good: `op.create_table("notes", sa.Column("id", sa.BigInteger(), primary_key=True), sa.Column("event_id", sa.BigInteger(), sa.ForeignKey("events.id")))`,
    },
    {
      title: 'In SQL',
      bad: 'op.execute("CREATE TABLE events (id «serial» PRIMARY KEY)")',
      good: 'op.execute("CREATE TABLE events (id bigserial PRIMARY KEY)")',
    },
  ],

  *check(context) {
    for (const made of madeColumns(context)) {
      const { operation, column, step } = made;
      const { name } = column.type.value;
      const table = findTable(step.after, operation.table);
      if ((name !== 'int4' && name !== 'int2') || table === undefined) continue;
      const shown = `${context.show(operation.table)}.${column.name}`;
      const wider = refersToWider(made, table);
      if (wider === undefined && !isCountedKey(table, column.name)) continue;
      const limit = name === 'int2' ? '32,767' : '2,147,483,647';
      yield {
        at: column.type.span,
        message:
          wider === undefined
            ? `${shown} ends at ${limit}, and then every insert fails; use bigint.`
            : `${shown} ends at ${limit}, but ${wider}, which it refers to, is a bigint.`,
        operation,
        fixes: () => {
          const serial = table.columns.get(column.name)?.serial !== undefined && column.identity === undefined;
          return changeType(context, column, { name: 'int8' }, serial ? 'bigserial' : 'bigint');
        },
      };
    }
  },
});

/** The only column of the key, filled by a sequence: small tables of codes with keys of their own are no matter. */
function isCountedKey(table: TableState, column: string): boolean {
  const key = table.constraints.find((each) => each.kind === 'primary-key');
  const state = table.columns.get(column);
  return key?.columns.length === 1 && key.columns[0] === column && (state?.serial ?? state?.identity) !== undefined;
}

function refersToWider({ step, column }: MadeColumn, table: TableState): string | undefined {
  for (const each of table.constraints) {
    if (each.kind !== 'foreign-key' || !each.columns.includes(column.name)) continue;
    const referent = findTable(step.after, each.referent);
    const key = referent?.constraints.find((one) => one.kind === 'primary-key')?.columns ?? [];
    const target = (each.referentColumns.length > 0 ? each.referentColumns : key)[each.columns.indexOf(column.name)];
    const type = target === undefined ? undefined : referent?.columns.get(target)?.type.name;
    if (type === 'int8') return `${each.referent.name}.${target}`;
  }
  return undefined;
}
