/** A type change that writes the table anew. */

import type { Effect } from '../../effects/effects.ts';
import { hazards, waiting } from '../hazards.ts';
import { callOf, wholeArgument } from '../place.ts';
import { defineRule, type Level } from '../rule.ts';

export default defineRule({
  name: 'alter-column-type-rewrite',
  group: 'columns',
  level: 'error',
  profile: 'recommended',
  dialects: ['postgresql'],
  fix: 'none',
  hazard: { name: 'type-change', specificity: 1 },
  docs: {
    summary: 'The type of a column changes in a way that writes the whole table anew.',
    why: 'All rows and all indexes of the table are written again under an ACCESS EXCLUSIVE lock, so nobody can read or write it meanwhile. Only a few changes, such as a longer VARCHAR or VARCHAR to TEXT, leave the rows as they are.',
    instead:
      'Add a column of the new type, let the application write both, fill the old rows in batches, then switch over and drop the old column in a later release.',
  },
  examples: [
    {
      title: 'A new column beside the old one',
      history:
        'op.create_table("orders", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("total", sa.Integer()))',
      bad: 'op.alter_column("orders", "total", existing_type=sa.Integer(), «type_=sa.BigInteger()»)',
      good: 'op.add_column("orders", sa.Column("total_big", sa.BigInteger()))',
    },
    {
      title: 'A longer VARCHAR is free',
      history:
        'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.String(50)))',
      bad: 'op.alter_column("users", "name", «type_=sa.String(20)»)',
      good: 'op.alter_column("users", "name", type_=sa.String(100))',
    },
    {
      title: 'In SQL',
      history:
        'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("data", sa.JSON()))',
      bad: 'op.execute("ALTER TABLE users ALTER COLUMN data TYPE «jsonb»")',
      good: 'op.execute("ALTER TABLE users ADD COLUMN data_b jsonb")',
    },
  ],

  *check(context) {
    for (const { step, effect } of hazards(
      context,
      'alter type rewrite',
      'alter type timezone',
      'alter type unknown',
    )) {
      const { operation } = step;
      if (operation.kind !== 'alter_column' || operation.type === undefined) continue;
      const table = context.show(operation.table);
      const column = `${table}.${operation.column.value}`;
      const { message, level } = verdict(effect, column, table, operation.type.value.source);
      const report = { at: wholeArgument(callOf(operation), 'type_', effect.at), message, operation };
      yield level === undefined ? report : { ...report, level };
    }
  },
});

function verdict(effect: Effect, column: string, table: string, type: string): { message: string; level?: Level } {
  const from = effect.because === undefined ? '' : ` from ${effect.because}`;
  const change = `Changing ${column}${from} to ${type}`;
  if (effect.name === 'alter type timezone') {
    return {
      message: `${change} writes ${table} anew while ${waiting(effect)} wait, unless the session's TimeZone is UTC.`,
      level: 'warning',
    };
  }
  if (effect.name === 'alter type unknown') {
    return {
      message: `${change} writes ${table} anew while ${waiting(effect)} wait, unless the old type is compatible; state it with existing_type.`,
      level: 'warning',
    };
  }
  return { message: `${change} writes ${table} anew while ${waiting(effect)} wait.` };
}
