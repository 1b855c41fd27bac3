/** A required column loses the default that running code relies on. */

import type { OperationOf } from '../../operations/operation.ts';
import { known } from '../../operations/operation.ts';
import { findTable } from '../../schema/catalogue.ts';
import { effectsOnExisting } from '../hazards.ts';
import { callOf, wholeArgument } from '../place.ts';
import { defineRule, type RuleContext, type Step } from '../rule.ts';

const users =
  'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("plan", sa.Text(), server_default="free", nullable=False), sa.Column("note", sa.Text(), server_default=""))';

export default defineRule({
  name: 'drop-server-default',
  group: 'columns',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'none',
  docs: {
    summary: 'A NOT NULL column of an existing table loses its server default.',
    why: 'The change is instant, but the application that is running may leave the column out: from this moment its inserts fail.',
    instead: 'Release code that always writes the column first, and drop the default one release later.',
  },
  examples: [
    {
      title: 'A column that may be NULL',
      history: users,
      bad: 'op.alter_column("users", "plan", existing_type=sa.Text(), «server_default=None»)',
      good: 'op.alter_column("users", "note", existing_type=sa.Text(), server_default=None)',
    },
    {
      title: 'In a batch block',
      history: users,
      bad: `with op.batch_alter_table("users") as batch_op:
    batch_op.alter_column("plan", existing_type=sa.Text(), «server_default=None»)`,
      good: `with op.batch_alter_table("users") as batch_op:
    batch_op.alter_column("note", existing_type=sa.Text(), server_default=None)`,
    },
    {
      title: 'In SQL',
      history: users,
      bad: 'op.execute("ALTER TABLE users ALTER COLUMN plan «DROP DEFAULT»")',
      good: 'op.execute("ALTER TABLE users ALTER COLUMN note DROP DEFAULT")',
    },
  ],

  *check(context) {
    for (const { step, effect } of effectsOnExisting(context, 'set default')) {
      const { operation } = step;
      if (operation.kind !== 'alter_column' || operation.serverDefault?.value !== null) continue;
      if (!isRequired(step, operation) || isOwn(context, step, operation)) continue;
      yield {
        at: wholeArgument(callOf(operation), 'server_default', effect.at),
        message: `Without its default ${context.show(operation.table)}.${operation.column.value} is required: inserts of the application that is running fail where they leave it out.`,
        operation,
      };
    }
  },
});

/** NOT NULL, as far as it is known; a column without a default has none to lose. */
function isRequired(
  { before }: Step,
  { table, column, nullable, existingNullable }: OperationOf<'alter_column'>,
): boolean {
  if (nullable !== undefined) return known(nullable) === false;
  const state = findTable(before, table)?.columns.get(column.value);
  if (state === undefined) return known(existingNullable) === false;
  return !state.nullable && (state.default !== undefined || state.serial !== undefined);
}

/** The default came with this upgrade, to fill old rows: no release so far relies on it. */
function isOwn({ upgrade }: RuleContext, step: Step, { table, column }: OperationOf<'alter_column'>): boolean {
  if (step.isNewColumn(table, column.value)) return true;
  const first = upgrade[0]?.before ?? step.before;
  const former = findTable(first, table)?.columns.get(column.value);
  return former !== undefined && former.default === undefined && former.serial === undefined;
}
