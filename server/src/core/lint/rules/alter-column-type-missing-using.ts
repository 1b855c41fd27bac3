/** A type change that the server doesn't know how to make. */

import { formerType } from '../../effects/alter-column.ts';
import { convertsByItself } from '../../effects/casts.ts';
import { findTable } from '../../schema/catalogue.ts';
import { columnBeside } from '../fixes/column-beside.ts';
import { usingCast } from '../fixes/using-cast.ts';
import { callOf, wholeArgument } from '../place.ts';
import { defineRule } from '../rule.ts';

const orders = `op.create_table(
    "orders",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("number", sa.Text()),
    sa.Column("is_paid", sa.Boolean()),
)`;

export default defineRule({
  name: 'alter-column-type-missing-using',
  group: 'columns',
  level: 'error',
  profile: 'recommended',
  dialects: ['postgresql'],
  fix: 'suggested',
  hazard: { name: 'type-change', specificity: 6 },
  docs: {
    summary: 'The type of a column changes to one that its values are not converted to by themselves.',
    why: 'PostgreSQL converts values by itself only where a cast for assignment exists; for text to integer, text to an enum or boolean to integer there is none, and the server answers "column cannot be cast automatically", even if the table is empty.',
    instead: 'Say how in `postgresql_using`; on a large table add a column of the new type and fill it in batches.',
  },
  examples: [
    {
      title: 'A table of the same revision',
      history: orders,
      bad: `op.create_table("imports", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("rows", sa.Text()))
op.alter_column("imports", "rows", existing_type=sa.Text(), «type_=sa.Integer()»)`,
      good: `op.create_table("imports", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("rows", sa.Text()))
op.alter_column("imports", "rows", existing_type=sa.Text(), type_=sa.Integer(), postgresql_using="rows::int4")`,
    },
    {
      title: 'A table with rows',
      history: orders,
      bad: 'op.alter_column("orders", "number", existing_type=sa.Text(), «type_=sa.Integer()»)',
      good: `# Next: let the application write both, fill number_new in batches, switch over, and drop orders.number in a later release.
op.add_column("orders", sa.Column("number_new", sa.Integer()))`,
    },
    {
      title: 'In a batch block',
      history: orders,
      bad: `with op.batch_alter_table("orders") as batch_op:
    batch_op.alter_column("is_paid", existing_type=sa.Boolean(), «type_=sa.Integer()»)`,
      good: `with op.batch_alter_table("orders") as batch_op:
    # Next: let the application write both, fill is_paid_new in batches, switch over, and drop orders.is_paid in a later release.
    batch_op.add_column(sa.Column("is_paid_new", sa.Integer()))`,
    },
    {
      title: 'In SQL',
      history: orders,
      bad: `op.execute("CREATE TABLE imports (id integer, day text)")
op.execute("ALTER TABLE imports ALTER COLUMN day TYPE «date»")`,
      good: `op.execute("CREATE TABLE imports (id integer, day text)")
op.execute("ALTER TABLE imports ALTER COLUMN day TYPE date USING day::date")`,
    },
  ],

  *check(context) {
    for (const step of context.upgrade) {
      const { operation, before } = step;
      if (operation.kind !== 'alter_column' || operation.type === undefined || operation.using !== undefined) continue;
      const { table, column, type } = operation;
      const from = formerType(operation, findTable(before, table));
      if (from === undefined || convertsByItself(from, type.value, before) !== false) continue;
      yield {
        at: wholeArgument(callOf(operation), 'type_', type.span),
        message: `PostgreSQL refuses to turn ${context.show(table)}.${column.value} from ${from.source} into ${type.value.source} by itself: say how in ${operation.origin.kind === 'sql' ? 'USING' : 'postgresql_using'}.`,
        operation,
        fixes: () => {
          const isCheap = step.isNewTable(table) || step.isSmall(table);
          const beside = isCheap ? [] : columnBeside(context, step, operation);
          const cast = usingCast(context, operation, from).map((fix) => ({ ...fix, preferred: beside.length === 0 }));
          return [...beside, ...cast];
        },
      };
    }
  },
});
