/** An enum is replaced by another, column by column. */

import { findTable } from '../../schema/catalogue.ts';
import { enumOfColumn, enumOfType } from '../enum-types.ts';
import { hazards, waiting } from '../hazards.ts';
import { callOf, wholeArgument } from '../place.ts';
import { defineRule } from '../rule.ts';

const orders = `op.create_table(
    "orders",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("state", sa.Enum("open", "paid", name="order_state"), nullable=False),
)`;

export default defineRule({
  name: 'enum-recreate-cast',
  group: 'enums',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'none',
  hazard: { name: 'type-change', specificity: 2 },
  docs: {
    summary: 'A column is cast from one enum to another.',
    why: 'Every row of the table is written anew under an ACCESS EXCLUSIVE lock, so nobody can read or write it meanwhile.',
    instead:
      'Add the new values to the type that is there; a value nobody uses any more can stay. Where values come and go, use a text column with a CHECK.',
  },
  examples: [
    {
      title: 'A value added to the type that is there',
      history: orders,
      bad: `op.execute("ALTER TYPE order_state RENAME TO order_state_old")
op.execute("CREATE TYPE order_state AS ENUM ('open', 'paid', 'refunded')")
op.execute("ALTER TABLE orders ALTER COLUMN state TYPE «order_state» USING state::text::order_state")
op.execute("DROP TYPE order_state_old")`,
      good: `with op.get_context().autocommit_block():
    op.execute("ALTER TYPE order_state ADD VALUE IF NOT EXISTS 'refunded'")`,
    },
    {
      title: 'With op.alter_column',
      history: orders,
      bad: `op.execute("ALTER TYPE order_state RENAME TO order_state_old")
sa.Enum("open", "paid", "refunded", name="order_state").create(op.get_bind())
op.alter_column(
    "orders",
    "state",
    «type_=sa.Enum("open", "paid", "refunded", name="order_state")»,
    postgresql_using="state::text::order_state",
)`,
      good: `with op.get_context().autocommit_block():
    op.execute("ALTER TYPE order_state ADD VALUE IF NOT EXISTS 'refunded'")`,
    },
  ],

  *check(context) {
    for (const { step, effect } of hazards(context, 'alter type rewrite', 'alter type unknown')) {
      const { operation, before } = step;
      if (operation.kind !== 'alter_column' || operation.type === undefined) continue;
      const column = findTable(before, operation.table)?.columns.get(operation.column.value);
      const [old, next] = [enumOfColumn(before, column), enumOfType(before, operation.type.value)];
      if (old === undefined || next === undefined) continue;
      yield {
        at: wholeArgument(callOf(operation), 'type_', operation.type.span),
        message: `Casting ${context.show(operation.table)}.${operation.column.value} from one enum to another writes the whole table anew; ${waiting(effect)} wait until it is done.`,
        operation,
      };
    }
  },
});
