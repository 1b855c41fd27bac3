/** Something slow runs while a table is locked against everybody. */

import { blocks } from '../../effects/lock.ts';
import type { Operation } from '../../operations/operation.ts';
import { tableKey } from '../../schema/catalogue.ts';
import { headOf } from '../data-change.ts';
import { wrapInAutocommit } from '../fixes/concurrent-index.ts';
import { effectsOfStep } from '../hazards.ts';
import { type Held, heldBefore } from '../held-locks.ts';
import { verb } from '../place.ts';
import { defineRule, type Step } from '../rule.ts';
import { isSingleRow } from '../tenant-condition.ts';

const users = `op.create_table(
    "users",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("name", sa.Text()),
    sa.Column("plan", sa.Text()),
)`;

export default defineRule({
  name: 'statement-while-holding-access-exclusive',
  group: 'transactions',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'suggested',
  hazard: { name: 'unfiltered-change', specificity: 0.4 },
  docs: {
    summary: 'A slow statement runs in a transaction that has locked a table against reads and writes.',
    why: 'ALTER TABLE holds an ACCESS EXCLUSIVE lock until its transaction ends. Alone it takes a moment; with an UPDATE of all rows or a validation behind it, nobody can read the table until that is done too.',
    instead:
      'Let the slow statement run in a transaction of its own: in an `autocommit_block()`, which commits what precedes and lets go of the locks, or in a later revision with `transaction_per_migration`.',
  },
  examples: [
    {
      title: 'Rows are written when the lock is gone',
      history: users,
      bad: `op.add_column("users", sa.Column("locale", sa.Text()))
op.execute("«UPDATE users» SET locale = 'en' WHERE plan = 'free'")`,
      good: `op.add_column("users", sa.Column("locale", sa.Text()))
with op.get_context().autocommit_block():
    op.execute("UPDATE users SET locale = 'en' WHERE plan = 'free'")`,
    },
    {
      title: 'With Core',
      history: users,
      bad: `users = sa.table("users", sa.column("plan"), sa.column("locale"))
op.add_column("users", sa.Column("locale", sa.Text()))
op.execute(«users.update()».where(users.c.plan == "free").values(locale="en"))`,
      good: `users = sa.table("users", sa.column("plan"), sa.column("locale"))
op.add_column("users", sa.Column("locale", sa.Text()))
with op.get_context().autocommit_block():
    op.execute(users.update().where(users.c.plan == "free").values(locale="en"))`,
    },
    {
      title: 'A new table is filled from the one that is locked',
      history: users,
      bad: `op.create_table("plans", sa.Column("name", sa.Text()))
with op.batch_alter_table("users") as batch_op:
    batch_op.add_column(sa.Column("locale", sa.Text()))
op.execute("«INSERT» INTO plans (name) SELECT DISTINCT plan FROM users")`,
      good: `op.create_table("plans", sa.Column("name", sa.Text()))
with op.batch_alter_table("users") as batch_op:
    batch_op.add_column(sa.Column("locale", sa.Text()))
with op.get_context().autocommit_block():
    op.execute("INSERT INTO plans (name) SELECT DISTINCT plan FROM users")`,
    },
  ],

  *check(context) {
    const held = heldBefore(context);
    for (const step of context.upgrade) {
      const { operation } = step;
      const exclusive = (held.get(step) ?? []).filter(
        ({ lock }) => blocks(lock.mode).reads && !step.isSmall(lock.relation),
      );
      const [first] = exclusive;
      if (first === undefined || !isSlow(step, context.postgresVersion) || isOwnMatter(operation, exclusive)) continue;
      const table = context.show(first.lock.relation);
      yield {
        at: placeOf(operation, context.migration.text),
        message: `${table} was locked against everybody earlier in this transaction, and stays so until this is done too.`,
        operation,
        related: [
          { message: `${table} is locked here.`, file: context.migration.file, span: first.step.operation.span },
        ],
        fixes: () => wrapInAutocommit(context, operation),
      };
    }
  },
});

function placeOf(operation: Operation, text: string) {
  const isChange = operation.kind === 'update' || operation.kind === 'delete';
  return isChange ? headOf(operation, text) : verb(operation, text);
}

/**
 * Whether it takes long on a table with many rows. What locks out writes by itself while it works is told by the rule
 * about that statement, with the rewrite that makes it quick.
 */
function isSlow(step: Step, version: number): boolean {
  const { operation } = step;
  switch (operation.kind) {
    case 'update':
    case 'delete':
      return (
        !step.isNewTable(operation.table) && !step.isSmall(operation.table) && !isSingleRow(operation, step.before)
      );
    case 'insert':
      return (operation.query?.relations ?? []).some(({ schema, name }) => {
        if (name === undefined) return false;
        const read = schema === undefined ? { name } : { schema, name };
        return step.before.tables.has(tableKey(read)) && !step.isNewTable(read) && !step.isSmall(read);
      });
    default:
      return effectsOfStep(step, version).some(
        ({ work, locks }) =>
          work.some(
            (done) => done.work !== 'plan' && !step.isNewTable(done.relation) && !step.isSmall(done.relation),
          ) && !locks.some(({ mode }) => blocks(mode).writes),
      );
  }
}

/** A validation along with a change of the same table is told by the rule about validations. */
function isOwnMatter(operation: Operation, held: readonly Held[]): boolean {
  return (
    operation.kind === 'validate_constraint' &&
    held.every(({ lock }) => tableKey(lock.relation) === tableKey(operation.table))
  );
}
