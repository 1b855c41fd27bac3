/** A default that has to be computed for every row that is there. */

import { defaultAfterwards } from '../fixes/default-afterwards.ts';
import { hazards, waiting } from '../hazards.ts';
import { wholeArgument } from '../place.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  name: 'add-column-volatile-default',
  group: 'columns',
  level: 'error',
  profile: 'recommended',
  dialects: ['postgresql'],
  fix: 'suggested',
  docs: {
    summary: 'A column is added with a default that differs from row to row.',
    why: 'A volatile function such as `gen_random_uuid()` must be called for every row, so PostgreSQL writes the whole table and all its indexes anew while nobody can read or write it. Constants and `now()` cost nothing.',
    instead:
      'Add the column without a default, set the default in a statement of its own, which holds for new rows only, and fill the old rows in batches.',
  },
  examples: [
    {
      title: 'A random key for every row',
      history: 'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True))',
      bad: `op.add_column(
    "users",
    sa.Column("token", sa.Uuid(), «server_default=sa.text("gen_random_uuid()")», nullable=False),
)`,
      good: `# Next: fill users.token in batches: rows that are there stay NULL.
op.add_column(
    "users",
    sa.Column("token", sa.Uuid(), nullable=True),
)
op.alter_column("users", "token", server_default=sa.text("gen_random_uuid()"))`,
    },
    {
      title: 'In a batch block',
      history: 'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True))',
      bad: `with op.batch_alter_table("users") as batch_op:
    batch_op.add_column(sa.Column("token", sa.Uuid(), «server_default=sa.func.gen_random_uuid()»))`,
      good: `with op.batch_alter_table("users") as batch_op:
    # Next: fill users.token in batches: rows that are there stay NULL.
    batch_op.add_column(sa.Column("token", sa.Uuid()))
    batch_op.alter_column("token", server_default=sa.func.gen_random_uuid())`,
    },
    {
      title: 'In SQL',
      history: 'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True))',
      bad: 'op.execute("ALTER TABLE users ADD COLUMN seen timestamptz DEFAULT «clock_timestamp()»")',
      good: `# Next: fill users.seen in batches: rows that are there stay NULL.
op.execute("ALTER TABLE users ADD COLUMN seen timestamptz")
op.execute("ALTER TABLE users ALTER COLUMN seen SET DEFAULT clock_timestamp()")`,
    },
    {
      title: 'Numbers of a sequence',
      history: `op.create_table("orders", sa.Column("id", sa.Integer(), primary_key=True))
op.execute("CREATE SEQUENCE order_numbers")`,
      bad: `op.add_column("orders", sa.Column("number", sa.BigInteger(), «server_default=sa.Sequence("order_numbers").next_value()»))`,
      good: `# Next: fill orders.number in batches: rows that are there stay NULL.
op.add_column("orders", sa.Column("number", sa.BigInteger()))
op.alter_column("orders", "number", server_default=sa.Sequence("order_numbers").next_value())`,
    },
    {
      title: 'One column of several',
      history: 'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True))',
      bad: 'op.execute("ALTER TABLE users ADD COLUMN key uuid NOT NULL DEFAULT «gen_random_uuid()», ADD COLUMN seen timestamptz DEFAULT now()")',
      good: `# Next: fill users.key in batches: rows that are there stay NULL.
op.execute("ALTER TABLE users ADD COLUMN key uuid, ADD COLUMN seen timestamptz DEFAULT now()")
op.execute("ALTER TABLE users ALTER COLUMN key SET DEFAULT gen_random_uuid()")`,
    },
  ],

  *check(context) {
    for (const { step, effect } of hazards(context, 'add column volatile default', 'add column unknown default')) {
      const { operation } = step;
      if (operation.kind !== 'add_column') continue;
      const { column } = operation;
      const table = context.show(operation.table);
      const at = wholeArgument(column.call, 'server_default', effect.at);
      const fixes = () => defaultAfterwards(context, operation);
      if (effect.name === 'add column volatile default') {
        const message = `The default of ${table}.${column.name} calls ${effect.because}() for every row, so ${table} is written anew while ${waiting(effect)} wait.`;
        yield { at, message, operation, fixes };
      } else if (effect.because !== undefined) {
        const message = `Check whether ${effect.because}() is volatile: if it is, adding ${table}.${column.name} writes ${table} anew while ${waiting(effect)} wait.`;
        yield { at, message, operation, level: 'info', fixes };
      }
    }
  },
});
