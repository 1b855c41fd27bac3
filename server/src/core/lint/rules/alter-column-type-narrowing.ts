/** A type that doesn't hold every value of the old one. */

import { formerType } from '../../effects/alter-column.ts';
import { type Narrowing, narrowingOf } from '../../effects/narrowing.ts';
import { findTable } from '../../schema/catalogue.ts';
import { columnBeside } from '../fixes/column-beside.ts';
import { effectsOnExisting, waiting } from '../hazards.ts';
import { callOf, wholeArgument } from '../place.ts';
import { defineRule } from '../rule.ts';

const users = `op.create_table(
    "users",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("name", sa.String(50)),
    sa.Column("visits", sa.BigInteger()),
    sa.Column("rate", sa.Numeric(8, 4)),
)`;

export default defineRule({
  name: 'alter-column-type-narrowing',
  group: 'columns',
  level: 'error',
  profile: 'recommended',
  dialects: ['postgresql'],
  fix: 'suggested',
  hazard: { name: 'type-change', specificity: 3 },
  docs: {
    summary: 'The new type of a column holds less than the old one.',
    why: 'The statement fails on the first value that is too long or too large, in production rather than in a development database; decimals and fractions of a second are rounded without a word, and an explicit cast in USING cuts texts. Besides, the whole table is written anew under an ACCESS EXCLUSIVE lock.',
    instead:
      'Look for the values that do not fit and settle them first; then add a column of the new type, let the application write both, fill it in batches, and drop the old one in a later release.',
  },
  examples: [
    {
      title: 'A shorter VARCHAR',
      history: users,
      bad: 'op.alter_column("users", "name", existing_type=sa.String(50), «type_=sa.String(20)»)',
      badDowngrade: 'op.alter_column("users", "name", existing_type=sa.String(20), type_=sa.String(50))',
      good: `# Next: let the application write both, fill name_new in batches, switch over, and drop users.name in a later release.
op.add_column("users", sa.Column("name_new", sa.String(20)))`,
      goodDowngrade: 'op.drop_column("users", "name_new")',
    },
    {
      title: 'A smaller integer, in a batch block',
      history: users,
      bad: `with op.batch_alter_table("users") as batch_op:
    batch_op.alter_column("visits", «type_=sa.Integer()»)`,
      good: `with op.batch_alter_table("users") as batch_op:
    # Next: let the application write both, fill visits_new in batches, switch over, and drop users.visits in a later release.
    batch_op.add_column(sa.Column("visits_new", sa.Integer()))`,
    },
    {
      title: 'Fewer decimals, in SQL',
      history: users,
      bad: 'op.execute("ALTER TABLE users ALTER COLUMN rate TYPE «numeric(8, 2)»")',
      good: `# Next: let the application write both, fill rate_new in batches, switch over, and drop users.rate in a later release.
op.execute("ALTER TABLE users ADD COLUMN rate_new numeric(8, 2)")`,
    },
  ],

  *check(context) {
    for (const { step, effect } of effectsOnExisting(context, 'alter type rewrite')) {
      const { operation, before } = step;
      if (operation.kind !== 'alter_column' || operation.type === undefined) continue;
      const { table, column, type } = operation;
      const from = formerType(operation, findTable(before, table));
      const narrowing = from && narrowingOf(from, type.value, operation.using !== undefined);
      if (from === undefined || narrowing === undefined || step.isNewColumn(table, column.value)) continue;
      const isSmall = step.isSmall(table);
      const cost = isSmall ? '' : `; ${context.show(table)} is written anew while ${waiting(effect)} wait`;
      const report = {
        at: wholeArgument(callOf(operation), 'type_', effect.at),
        message: `Values of ${context.show(table)}.${column.value} that don't fit from ${from.source} into ${type.value.source} ${outcome[narrowing]}${cost}.`,
        operation,
        fixes: () => columnBeside(context, step, operation),
      };
      yield isSmall ? { ...report, level: 'warning' } : report;
    }
  },
});

const outcome: Readonly<Record<Narrowing, string>> = {
  refused: 'make the statement fail',
  cut: 'are rounded or cut without a word',
};
