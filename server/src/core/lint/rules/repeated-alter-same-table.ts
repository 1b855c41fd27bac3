/** A table is changed by several statements where one would do. */

import { type Done, effectsOf } from '../../effects/effects.ts';
import type { Operation } from '../../operations/operation.ts';
import { tableKey } from '../../schema/catalogue.ts';
import { verb } from '../place.ts';
import { defineRule, type RuleContext, type Step } from '../rule.ts';

const users = `op.create_table(
    "users",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("age", sa.Integer()),
    sa.Column("size", sa.Integer()),
)`;

export default defineRule({
  name: 'repeated-alter-same-table',
  group: 'transactions',
  level: 'info',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'none',
  docs: {
    summary: 'Several ALTER TABLE statements of one table each go through its rows, or each wait for its lock.',
    why: 'The server goes through a table once for all the changes of one statement, and once more for every further statement. Outside of a transaction every statement also queues for the lock anew.',
    instead: 'Write one ALTER TABLE with its changes separated by commas.',
  },
  examples: [
    {
      title: 'One pass instead of two',
      history: users,
      bad: `op.execute("ALTER TABLE users ALTER COLUMN age TYPE bigint")
op.execute("«ALTER TABLE» users ALTER COLUMN size TYPE bigint")`,
      good: `op.execute("ALTER TABLE users ADD COLUMN age_wide bigint, ADD COLUMN size_wide bigint")`,
    },
    {
      title: 'One wait for the lock instead of two',
      history: users,
      bad: `with op.get_context().autocommit_block():
    op.execute("ALTER TABLE users ADD COLUMN name text")
    op.execute("«ALTER TABLE» users ADD COLUMN locale text")`,
      good: `with op.get_context().autocommit_block():
    op.execute("ALTER TABLE users ADD COLUMN name text, ADD COLUMN locale text")`,
    },
  ],

  *check(context) {
    const { upgrade, migration } = context;
    for (const [i, step] of upgrade.entries()) {
      const former = upgrade[i - 1];
      if (former === undefined || !isMergeable(former.operation) || !isMergeable(step.operation)) continue;
      if (isSameStatement(former.operation, step.operation)) continue;
      const { table } = step.operation;
      if (tableKey(table) !== tableKey(former.operation.table) || step.isNewTable(table)) continue;
      const isApart = !step.inTransaction && !former.inTransaction;
      const repeats = isPass(context, former) && isPass(context, step);
      if (!isApart && !repeats) continue;
      const what = repeats ? 'goes through all its rows again' : 'waits for its lock again';
      yield {
        at: verb(step.operation, migration.text),
        message: `The statement before changes ${context.show(table)} too, and this one ${what}; one ALTER TABLE can do both.`,
        operation: step.operation,
      };
    }
  },
});

type Alteration = Extract<
  Operation,
  { kind: 'add_column' | 'drop_column' | 'alter_column' | 'add_check' | 'add_foreign_key' }
>;

/** What ALTER TABLE can do along with other changes, written in SQL; Alembic's own calls can't be joined. */
function isMergeable(operation: Operation): operation is Alteration {
  if (operation.origin.kind !== 'sql' || operation.circumstance.loop !== undefined) return false;
  const { kind } = operation;
  if (kind === 'alter_column') return operation.newName === undefined;
  return kind === 'add_column' || kind === 'drop_column' || kind === 'add_check' || kind === 'add_foreign_key';
}

function isSameStatement({ origin: a }: Operation, { origin: b }: Operation): boolean {
  return a.kind === 'sql' && b.kind === 'sql' && a.call === b.call && a.index === b.index;
}

function isPass({ postgresVersion }: RuleContext, { operation, before }: Step): boolean {
  const passes: readonly Done['work'][] = ['scan', 'rewrite'];
  return effectsOf(operation, before, postgresVersion).some(({ work }) =>
    work.some((done) => passes.includes(done.work)),
  );
}
