/** An index is dropped before the one that replaces it is built. */

import { known, type OperationOf } from '../../operations/operation.ts';
import { findTable, type IndexState, type QualifiedName, tableKey } from '../../schema/catalogue.ts';
import { findIndex } from '../../schema/constraints.ts';
import { moveBefore } from '../fixes/move-before.ts';
import { verb } from '../place.ts';
import { defineRule, type RuleContext, type Step } from '../rule.ts';

const users = `op.create_table(
    "users",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("email", sa.Text()),
    sa.Column("name", sa.Text()),
)
op.create_index("ix_users_email", "users", ["email"])`;

export default defineRule({
  name: 'replace-index-order',
  group: 'indexes',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'safe',
  docs: {
    summary: 'An index is dropped, and what replaces it is built afterwards in another transaction.',
    why: 'Until the new one is done, which takes minutes on a large table, every query that relied on the old one scans the table.',
    instead: 'Build the new index first, under another name, then drop the old one.',
  },
  examples: [
    {
      title: 'The new one first',
      history: users,
      bad: `with op.get_context().autocommit_block():
    «op.drop_index»("ix_users_email", table_name="users", postgresql_concurrently=True)
    op.create_index("ix_users_email_name", "users", ["email", "name"], postgresql_concurrently=True)`,
      good: `with op.get_context().autocommit_block():
    op.create_index("ix_users_email_name", "users", ["email", "name"], postgresql_concurrently=True)
    op.drop_index("ix_users_email", table_name="users", postgresql_concurrently=True)`,
    },
    {
      title: 'In SQL',
      history: users,
      bad: `with op.get_context().autocommit_block():
    op.execute("«DROP INDEX CONCURRENTLY» ix_users_email")
    op.execute("CREATE INDEX CONCURRENTLY ix_users_email_lower ON users (email) WHERE email <> ''")`,
      good: `with op.get_context().autocommit_block():
    op.execute("CREATE INDEX CONCURRENTLY ix_users_email_lower ON users (email) WHERE email <> ''")
    op.execute("DROP INDEX CONCURRENTLY ix_users_email")`,
    },
  ],

  *check(context) {
    for (const step of context.upgrade) {
      const { operation } = step;
      // With IF EXISTS what a failed build has left is cleared away.
      if (operation.kind !== 'drop_index' || operation.ifExists) continue;
      const dropped = indexOf(step, operation);
      if (dropped === undefined || step.isNewTable(dropped.table) || step.isSmall(dropped.table)) continue;
      const successor = successorOf(context, step, dropped);
      if (successor === undefined) continue;
      const [old, next] = [known(operation.name), known(successor.name)];
      yield {
        at: verb(operation, context.migration.text),
        message: `${old ?? 'The index'} of ${context.show(dropped.table)} is dropped before ${next ?? 'the one that replaces it'} is built, so queries scan the table meanwhile.`,
        operation,
        fixes: () => (old === next ? [] : moveBefore(context, successor, operation)),
      };
    }
  },
});

interface Dropped {
  readonly table: QualifiedName;
  readonly index: IndexState;
}

function indexOf({ before }: Step, { name, schema }: OperationOf<'drop_index'>): Dropped | undefined {
  const own = known(name);
  return own === undefined ? undefined : findIndex(before, own, schema);
}

/** An index of the same table that begins with the same column, built later and not in the same transaction. */
function successorOf(
  { upgrade }: RuleContext,
  drop: Step,
  { table, index }: Dropped,
): OperationOf<'create_index'> | undefined {
  const [lead] = index.columns;
  if (lead === undefined || findTable(drop.after, table) === undefined) return undefined;
  for (const { operation, transaction } of upgrade.slice(upgrade.indexOf(drop) + 1)) {
    if (operation.kind !== 'create_index' || transaction === drop.transaction) continue;
    if (tableKey(operation.table) === tableKey(table) && operation.columns[0]?.value === lead) return operation;
  }
  return undefined;
}
