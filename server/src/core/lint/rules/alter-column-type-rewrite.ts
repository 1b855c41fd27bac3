/** A type change that writes the table anew. */

import type { Effect } from '../../effects/effects.ts';
import { columnBeside } from '../fixes/column-beside.ts';
import { hazards, waiting } from '../hazards.ts';
import { callOf, wholeArgument } from '../place.ts';
import { defineRule, type Level } from '../rule.ts';
import { isInUtc } from '../session-zone.ts';

const orders = `op.create_table(
    "orders",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("total", sa.Integer()),
    sa.Column("code", sa.String(20)),
    sa.Column("data", sa.JSON()),
)`;

export default defineRule({
  name: 'alter-column-type-rewrite',
  group: 'columns',
  level: 'error',
  profile: 'recommended',
  dialects: ['postgresql'],
  fix: 'suggested',
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
      history: orders,
      bad: 'op.alter_column("orders", "total", existing_type=sa.Integer(), «type_=sa.BigInteger()»)',
      badDowngrade: 'op.alter_column("orders", "total", existing_type=sa.BigInteger(), type_=sa.Integer())',
      good: `# Next: let the application write both, fill total_new in batches, switch over, and drop orders.total in a later release.
op.add_column("orders", sa.Column("total_new", sa.BigInteger()))`,
      goodDowngrade: 'op.drop_column("orders", "total_new")',
    },
    {
      title: 'In a batch block',
      history: orders,
      bad: `with op.batch_alter_table("orders") as batch_op:
    batch_op.alter_column("total", «type_=sa.Text()»)`,
      badDowngrade: `with op.batch_alter_table("orders") as batch_op:
    batch_op.alter_column("total", type_=sa.Integer(), postgresql_using="total::integer")`,
      good: `with op.batch_alter_table("orders") as batch_op:
    # Next: let the application write both, fill total_new in batches, switch over, and drop orders.total in a later release.
    batch_op.add_column(sa.Column("total_new", sa.Text()))`,
      goodDowngrade: `with op.batch_alter_table("orders") as batch_op:
    batch_op.drop_column("total_new")`,
    },
    {
      title: 'A longer VARCHAR is free',
      history: orders,
      bad: 'op.alter_column("orders", "code", existing_type=sa.String(20), «type_=sa.CHAR(30)»)',
      good: 'op.alter_column("orders", "code", existing_type=sa.String(20), type_=sa.String(30))',
      fixed: false,
    },
    {
      title: 'In SQL',
      history: orders,
      bad: 'op.execute("ALTER TABLE orders ALTER COLUMN data TYPE «jsonb»")',
      good: `# Next: let the application write both, fill data_new in batches, switch over, and drop orders.data in a later release.
op.execute("ALTER TABLE orders ADD COLUMN data_new jsonb")`,
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
      if (effect.name === 'alter type timezone' && isInUtc(context, step)) continue;
      const table = context.show(operation.table);
      const column = `${table}.${operation.column.value}`;
      const { message, level } = verdict(effect, column, table, operation.type.value.source);
      const report = {
        at: wholeArgument(callOf(operation), 'type_', effect.at),
        message,
        operation,
        fixes: () => columnBeside(context, step, operation),
      };
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
