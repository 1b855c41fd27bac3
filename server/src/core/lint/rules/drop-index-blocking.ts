/** An index of an existing table is dropped under the strongest lock. */

import { isPartitioned } from '../../effects/lookup.ts';
import { known, type OperationOf } from '../../operations/operation.ts';
import { type QualifiedName, tableKey } from '../../schema/catalogue.ts';
import { findIndex } from '../../schema/constraints.ts';
import { indexConcurrently } from '../fixes/concurrent-index.ts';
import { hazards, waiting } from '../hazards.ts';
import { argument, verb } from '../place.ts';
import { defineRule, type RuleContext, type Step } from '../rule.ts';

const users = `op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("email", sa.Text()))
op.create_index("ix_users_email", "users", ["email"])`;

export default defineRule({
  name: 'drop-index-blocking',
  group: 'indexes',
  level: 'warning',
  profile: 'recommended',
  dialects: ['postgresql'],
  fix: 'safe',
  docs: {
    summary: 'An index of an existing table is dropped without CONCURRENTLY.',
    why: 'DROP INDEX takes an ACCESS EXCLUSIVE lock on the table: it waits for every running query, and all later reads and writes queue behind it.',
    instead: 'Drop it with `postgresql_concurrently=True` inside an `autocommit_block()`.',
  },
  examples: [
    {
      title: 'The flag and the block belong together',
      history: users,
      bad: '«op.drop_index»("ix_users_email", table_name="users")',
      good: `with op.get_context().autocommit_block():
    op.drop_index("ix_users_email", table_name="users", postgresql_concurrently=True)`,
    },
    {
      title: 'The only call of a batch block',
      history: users,
      bad: `with op.batch_alter_table("users") as batch_op:
    «batch_op.drop_index»(batch_op.f("ix_users_email"))`,
      good: `with op.get_context().autocommit_block():
    op.drop_index(op.f("ix_users_email"), "users", postgresql_concurrently=True)`,
    },
    {
      title: 'In SQL',
      history: users,
      bad: 'op.execute("«DROP INDEX» IF EXISTS ix_users_email")',
      good: `with op.get_context().autocommit_block():
    op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_users_email")`,
    },
  ],

  *check(context) {
    for (const { step, effect } of hazards(context, 'drop index')) {
      const { operation } = step;
      if (operation.kind !== 'drop_index' || isDroppedLater(context, step, effect.table)) continue;
      if (isMadeHere(context, step, operation)) continue;
      const index = known(operation.name) ?? 'the index';
      const table = effect.table === undefined ? 'its table' : context.show(effect.table);
      yield {
        at: argument(operation, 'postgresql_concurrently') ?? verb(operation, context.migration.text),
        message: `Dropping ${index} blocks ${waiting(effect)} of ${table}, and waits for every query that runs on it.`,
        operation,
        // Of a partitioned table the server drops none concurrently.
        fixes: () =>
          effect.table !== undefined && isPartitioned(step.before, effect.table)
            ? []
            : indexConcurrently(context, operation),
      };
    }
  },
});

/** The table itself goes in this revision, which locks it as much: autogenerate drops the indexes first. */
function isDroppedLater({ upgrade }: RuleContext, step: Step, table: QualifiedName | undefined): boolean {
  if (table === undefined) return false;
  return upgrade
    .slice(upgrade.indexOf(step))
    .some(({ operation }) => operation.kind === 'drop_table' && tableKey(operation.table) === tableKey(table));
}

/** An index of this revision, which no query uses yet. */
function isMadeHere(
  { migration }: RuleContext,
  { before }: Step,
  { name, schema }: OperationOf<'drop_index'>,
): boolean {
  const own = known(name);
  const made = own === undefined ? undefined : findIndex(before, own, schema)?.index.by;
  return made !== undefined && made.revision === migration.header.revision?.value && made.tentative === undefined;
}
