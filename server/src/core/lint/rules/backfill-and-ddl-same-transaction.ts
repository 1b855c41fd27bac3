/** Rows changed while the table is locked for a change of its shape. */

import { effectsOf } from '../../effects/effects.ts';
import { blocks } from '../../effects/lock.ts';
import { type QualifiedName, tableKey } from '../../schema/catalogue.ts';
import { fillsNewColumns, headOf } from '../data-change.ts';
import { defineRule, type RuleContext, type Step } from '../rule.ts';
import { isSingleRow } from '../tenant-condition.ts';

const users = `op.create_table(
    "users",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("name", sa.Text()),
    sa.Column("plan", sa.Text()),
)`;

export default defineRule({
  name: 'backfill-and-ddl-same-transaction',
  group: 'data',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'none',
  hazard: { name: 'unfiltered-change', specificity: 0.5 },
  docs: {
    summary: 'Rows of a table are changed in the transaction that changes the schema of it or of another table.',
    why: 'Locks are held to the end of the transaction: what ALTER TABLE locked stays unreadable while the rows are written, and what the rows locked makes ALTER TABLE wait, with every query behind it.',
    instead:
      'Split the revision: one for the schema, one for the rows, one for constraints that need the rows. They are separate transactions with `transaction_per_migration`, or with an `autocommit_block()` between.',
  },
  examples: [
    {
      title: 'The rows in a transaction of their own',
      history: users,
      bad: `op.add_column("users", sa.Column("locale", sa.Text()))
op.execute("«UPDATE users» SET plan = 'free' WHERE plan IS NULL")`,
      good: `op.add_column("users", sa.Column("locale", sa.Text()))
with op.get_context().autocommit_block():
    op.execute("UPDATE users SET plan = 'free' WHERE plan IS NULL AND id BETWEEN 1 AND 10000")`,
    },
  ],

  *check(context) {
    for (const step of context.upgrade) {
      const { operation } = step;
      if ((operation.kind !== 'update' && operation.kind !== 'delete') || !step.inTransaction) continue;
      const isSpared = step.isNewTable(operation.table) || step.isSmall(operation.table);
      if (isSpared || isSingleRow(operation, step.before)) continue;
      const locked = lockedAlong(context, step);
      if (locked === undefined) continue;
      const own = tableKey(locked) === tableKey(operation.table) ? 'it' : context.show(locked);
      const verb = fillsNewColumns(step, operation) ? 'filled' : 'changed';
      yield {
        at: headOf(operation, context.migration.text),
        message: `The rows of ${context.show(operation.table)} are ${verb} in the transaction that locks ${own} for a change of the schema: whoever needs ${context.show(locked)} waits until all rows are written.`,
        operation,
      };
    }
  },
});

/** An existing table that another statement of the same transaction locks against reads or writes. */
function lockedAlong({ upgrade, postgresVersion }: RuleContext, change: Step): QualifiedName | undefined {
  const at = upgrade.indexOf(change);
  const isApart = (step: Step) => !step.inTransaction;
  const before = upgrade.slice(0, at);
  const after = upgrade.slice(at + 1);
  const firstAfter = after.findIndex(isApart);
  const together = [
    ...before.slice(before.findLastIndex(isApart) + 1),
    ...(firstAfter < 0 ? after : after.slice(0, firstAfter)),
  ];
  for (const step of together) {
    for (const { locks } of effectsOf(step.operation, step.before, postgresVersion)) {
      const lock = locks.find(({ mode, relation }) => blocks(mode).writes && !step.isNewTable(relation));
      if (lock !== undefined) return lock.relation;
    }
  }
  return undefined;
}
