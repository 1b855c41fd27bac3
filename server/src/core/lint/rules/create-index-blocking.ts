/** An index is built on an existing table while writes wait. */

import { isPartitioned } from '../../effects/lookup.ts';
import { known } from '../../operations/operation.ts';
import { indexConcurrently } from '../fixes/concurrent-index.ts';
import { indexByPartition } from '../fixes/index-by-partition.ts';
import { hazards, waiting } from '../hazards.ts';
import { argument, verb } from '../place.ts';
import { defineRule } from '../rule.ts';

const users =
  'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("email", sa.Text()))';

export default defineRule({
  name: 'create-index-blocking',
  group: 'indexes',
  level: 'error',
  profile: 'recommended',
  dialects: ['postgresql'],
  fix: 'safe',
  docs: {
    summary: 'An index is built on an existing table without CONCURRENTLY.',
    why: 'A plain build holds a SHARE lock until the index is done, so every insert, update and delete on the table waits.',
    instead:
      'Build it with `postgresql_concurrently=True` inside an `autocommit_block()`, since the server refuses a concurrent build inside a transaction.',
  },
  examples: [
    {
      title: 'The flag and the block belong together',
      history: users,
      bad: '«op.create_index»("ix_users_email", "users", ["email"])',
      good: `with op.get_context().autocommit_block():
    op.create_index("ix_users_email", "users", ["email"], postgresql_concurrently=True)`,
    },
    {
      title: 'A call over several lines keeps its comments',
      history: users,
      bad: `«op.create_index»(
    op.f("ix_users_email"),
    "users",
    ["email"],
    unique=True,  # one account per address
)`,
      good: `with op.get_context().autocommit_block():
    op.create_index(
        op.f("ix_users_email"),
        "users",
        ["email"],
        unique=True,  # one account per address
        postgresql_concurrently=True,
    )`,
    },
    {
      title: 'An index leaves its batch block',
      history: users,
      bad: `with op.batch_alter_table("users") as batch_op:
    batch_op.add_column(sa.Column("name", sa.Text()))
    «batch_op.create_index»("ix_users_email", ["email"])`,
      good: `with op.batch_alter_table("users") as batch_op:
    batch_op.add_column(sa.Column("name", sa.Text()))
with op.get_context().autocommit_block():
    op.create_index("ix_users_email", "users", ["email"], postgresql_concurrently=True)`,
    },
    {
      title: 'A partitioned table, partition by partition',
      history: `op.execute("CREATE TABLE events (id integer NOT NULL, kind text) PARTITION BY RANGE (id)")
op.execute("CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (1) TO (1000)")`,
      bad: '«op.create_index»("ix_events_kind", "events", ["kind"])',
      good: `op.execute("CREATE INDEX ix_events_kind ON ONLY events (kind)")
with op.get_context().autocommit_block():
    op.execute("CREATE INDEX CONCURRENTLY ix_events_kind_events_1 ON events_1 (kind)")
op.execute("ALTER INDEX ix_events_kind ATTACH PARTITION ix_events_kind_events_1")`,
    },
    {
      title: 'In SQL',
      history: users,
      bad: 'op.execute("«CREATE INDEX» ix_users_email ON users (email)")',
      good: `with op.get_context().autocommit_block():
    op.execute("CREATE INDEX CONCURRENTLY ix_users_email ON users (email)")`,
    },
  ],

  *check(context) {
    for (const { step, effect } of hazards(context, 'create index')) {
      const { operation } = step;
      if (operation.kind !== 'create_index') continue;
      const table = context.show(operation.table);
      const index = known(operation.name) ?? 'an index';
      yield {
        at: argument(operation, 'postgresql_concurrently') ?? verb(operation, context.migration.text),
        message: `Building ${index} blocks ${waiting(effect)} to ${table} until it is done.`,
        operation,
        fixes: () =>
          isPartitioned(step.before, operation.table)
            ? indexByPartition(context, step, operation)
            : indexConcurrently(context, operation),
      };
    }
  },
});
