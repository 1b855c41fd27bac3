/** A change of unbounded many rows at once. */

import { headOf } from '../data-change.ts';
import { defineRule } from '../rule.ts';
import { isSingleRow } from '../tenant-condition.ts';

const users = `op.create_table(
    "users",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("name", sa.Text()),
    sa.Column("plan", sa.Text()),
)`;

export default defineRule({
  name: 'backfill-unbatched',
  group: 'data',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'none',
  hazard: { name: 'unfiltered-change', specificity: 0 },
  docs: {
    summary: 'One statement changes an unbounded number of rows of an existing table.',
    why: 'Every row stays locked until the transaction ends, each is kept twice until vacuum, and replicas fall behind. What the application wants to write to these rows waits.',
    instead:
      'Go through the table by key in batches of some thousand rows, in an `autocommit_block()`, each batch a transaction of its own.',
  },
  examples: [
    {
      title: 'Batches by key',
      history: users,
      bad: `op.execute("«UPDATE users» SET plan = 'free' WHERE plan IS NULL")`,
      good: `with op.get_context().autocommit_block():
    last = 0
    while last is not None:
        last = op.get_bind().execute(
            sa.text(
                "WITH batch AS (SELECT id FROM users WHERE id > :last ORDER BY id LIMIT 5000),"
                " done AS (UPDATE users SET plan = 'free' WHERE id IN (SELECT id FROM batch) AND plan IS NULL)"
                " SELECT max(id) FROM batch"
            ),
            {"last": last},
        ).scalar()`,
    },
  ],

  *check(context) {
    for (const step of context.upgrade) {
      const { operation } = step;
      if (operation.kind !== 'update' && operation.kind !== 'delete') continue;
      const isSpared = step.isNewTable(operation.table) || step.isSmall(operation.table);
      if (isSpared || operation.circumstance.loop !== undefined || isSingleRow(operation, step.before)) continue;
      if (operation.circumstance.autocommit !== undefined && operation.where !== undefined) continue;
      yield {
        at: headOf(operation, context.migration.text),
        message: `This ${operation.kind.toUpperCase()} may change any number of rows of ${context.show(operation.table)} in one statement, and locks all of them until the transaction ends.`,
        operation,
      };
    }
  },
});
