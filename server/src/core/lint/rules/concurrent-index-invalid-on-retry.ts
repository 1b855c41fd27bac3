/** A second try takes what a failed concurrent build has left for the index. */

import { known, type OperationOf } from '../../operations/operation.ts';
import { rebuildOnRetry } from '../fixes/rebuild-on-retry.ts';
import { argument, clause } from '../place.ts';
import { defineRule, type RuleContext } from '../rule.ts';

const users = `op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("email", sa.Text()))`;

export default defineRule({
  name: 'concurrent-index-invalid-on-retry',
  group: 'indexes',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'safe',
  docs: {
    summary: 'A concurrent build with IF NOT EXISTS skips over the INVALID index of a failed one.',
    why: 'A build that fails or is cancelled leaves its index behind as INVALID. The next run finds one of that name, does nothing and reports success: no query ever uses the index, and every write maintains it.',
    instead:
      'Build it without IF NOT EXISTS, so that a second run tells, or drop what is left first: `drop_index(…, if_exists=True, postgresql_concurrently=True)`, then the build.',
  },
  examples: [
    {
      title: 'What is left goes first',
      history: users,
      bad: `with op.get_context().autocommit_block():
    op.create_index("ix_users_email", "users", ["email"], «if_not_exists=True», postgresql_concurrently=True)`,
      good: `with op.get_context().autocommit_block():
    op.drop_index("ix_users_email", table_name="users", if_exists=True, postgresql_concurrently=True)
    op.create_index("ix_users_email", "users", ["email"], postgresql_concurrently=True)`,
    },
    {
      title: 'In SQL',
      history: users,
      bad: `with op.get_context().autocommit_block():
    op.execute("CREATE INDEX CONCURRENTLY «IF NOT EXISTS» ix_users_email ON users (email)")`,
      good: `with op.get_context().autocommit_block():
    op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_users_email")
    op.execute("CREATE INDEX CONCURRENTLY ix_users_email ON users (email)")`,
    },
  ],

  *check(context) {
    for (const { operation } of context.upgrade) {
      if (operation.kind !== 'create_index' || known(operation.concurrently) !== true || !operation.ifNotExists)
        continue;
      if (isDroppedBefore(context, operation)) continue;
      const index = known(operation.name) ?? 'the index';
      yield {
        at: argument(operation, 'if_not_exists') ?? clause(operation, context.migration.text, /IF\s+NOT\s+EXISTS/i),
        message: `If a build of ${index} has failed before, this takes the INVALID index that it left for the whole one.`,
        operation,
        fixes: () => rebuildOnRetry(context, operation),
      };
    }
  },
});

function isDroppedBefore({ upgrade }: RuleContext, build: OperationOf<'create_index'>): boolean {
  const earlier = upgrade.slice(
    0,
    upgrade.findIndex(({ operation }) => operation === build),
  );
  return earlier.some(
    ({ operation }) => operation.kind === 'drop_index' && known(operation.name) === known(build.name),
  );
}
