/** A required column without a value for the rows that are there. */

import { requiredColumn } from '../fixes/required-column.ts';
import { effectsOnExisting } from '../hazards.ts';
import { wholeArgument } from '../place.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  name: 'add-column-not-null-no-default',
  group: 'columns',
  level: 'error',
  profile: 'recommended',
  dialects: ['postgresql', 'sqlite'],
  fix: 'suggested',
  hazard: { name: 'no-value', specificity: 2 },
  docs: {
    summary: 'A NOT NULL column is added to an existing table without a server default.',
    why: 'The rows that are there get no value, so PostgreSQL refuses the statement as soon as the table holds one row, and the upgrade fails in production although it ran on an empty development database.',
    instead:
      'Add the column as nullable, fill it in batches, and make it NOT NULL in a later revision; or give it a constant `server_default`, which costs nothing since PostgreSQL 11.',
  },
  examples: [
    {
      title: 'A column that must be filled first',
      history: 'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True))',
      bad: 'op.add_column("users", sa.Column("phone", sa.Date(), «nullable=False»))',
      good: `# Next: fill users.phone in batches, then make it NOT NULL in a later revision.
op.add_column("users", sa.Column("phone", sa.Date(), nullable=True))`,
    },
    {
      title: 'A flag has a constant that is right for all rows',
      history: 'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True))',
      bad: `op.add_column(
    "users",
    sa.Column("is_active", sa.Boolean(), «nullable=False», comment="may sign in"),
)`,
      good: `op.add_column(
    "users",
    sa.Column("is_active", sa.Boolean(), nullable=False, comment="may sign in", server_default=sa.false()),
)`,
    },
    {
      title: 'A default that only SQLAlchemy was told',
      history: 'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True))',
      bad: 'op.add_column("users", sa.Column("visits", sa.Integer(), «nullable=False», default=0))',
      good: 'op.add_column("users", sa.Column("visits", sa.Integer(), nullable=False, server_default="0"))',
    },
    {
      title: 'In a batch block',
      history: 'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True))',
      bad: `with op.batch_alter_table("users") as batch_op:
    batch_op.add_column(sa.Column("born", sa.Date(), «nullable=False»))`,
      good: `with op.batch_alter_table("users") as batch_op:
    # Next: fill users.born in batches, then make it NOT NULL in a later revision.
    batch_op.add_column(sa.Column("born", sa.Date(), nullable=True))`,
    },
    {
      title: 'In SQL',
      history: 'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True))',
      bad: 'op.execute("ALTER TABLE users ADD COLUMN born date «NOT NULL»")',
      good: `# Next: fill users.born in batches, then make it NOT NULL in a later revision.
op.execute("ALTER TABLE users ADD COLUMN born date")`,
    },
  ],

  *check(context) {
    for (const { step, effect } of effectsOnExisting(context, 'add column required')) {
      const { operation } = step;
      if (operation.kind !== 'add_column') continue;
      const { column, table } = operation;
      const word = column.primaryKey && column.nullable === undefined ? 'primary_key' : 'nullable';
      yield {
        at: wholeArgument(column.call, word, effect.at),
        message: `Adding ${context.show(table)}.${column.name} as NOT NULL without a server default fails as soon as ${context.show(table)} has one row.`,
        operation,
        fixes: () => requiredColumn(context, operation),
      };
    }
  },
});
