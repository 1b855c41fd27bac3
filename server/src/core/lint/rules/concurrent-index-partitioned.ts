/** An index of a partitioned table can't be built or dropped concurrently. */

import { isPartitioned, tableOfIndex } from '../../effects/lookup.ts';
import { known, type Operation } from '../../operations/operation.ts';
import type { QualifiedName } from '../../schema/catalogue.ts';
import { indexByPartition } from '../fixes/index-by-partition.ts';
import { argument, verb } from '../place.ts';
import { defineRule, type Step } from '../rule.ts';

const events = `op.execute("CREATE TABLE events (id integer NOT NULL, kind text) PARTITION BY RANGE (id)")
op.execute("CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (1) TO (1000)")
op.execute("CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM (1000) TO (2000)")`;

const apart = `op.execute("CREATE INDEX ix_events_kind ON ONLY events (kind)")
with op.get_context().autocommit_block():
    op.execute("CREATE INDEX CONCURRENTLY ix_events_kind_events_1 ON events_1 (kind)")
    op.execute("CREATE INDEX CONCURRENTLY ix_events_kind_events_2 ON events_2 (kind)")
op.execute("ALTER INDEX ix_events_kind ATTACH PARTITION ix_events_kind_events_1")
op.execute("ALTER INDEX ix_events_kind ATTACH PARTITION ix_events_kind_events_2")`;

export default defineRule({
  name: 'concurrent-index-partitioned',
  group: 'indexes',
  level: 'error',
  profile: 'recommended',
  dialects: ['postgresql'],
  fix: 'safe',
  scope: { downgrade: true, roots: true },
  docs: {
    summary: 'An index of a partitioned table is built or dropped with CONCURRENTLY.',
    why: 'PostgreSQL has no such form: "cannot create index on partitioned table concurrently" ends the upgrade.',
    instead:
      'Create the index `ON ONLY` the parent, which builds nothing, build one concurrently on each partition, and attach those. An index of the parent is dropped without CONCURRENTLY, under a `lock_timeout`.',
  },
  examples: [
    {
      title: 'Built partition by partition',
      history: events,
      bad: `with op.get_context().autocommit_block():
    op.create_index("ix_events_kind", "events", ["kind"], «postgresql_concurrently=True»)`,
      good: `with op.get_context().autocommit_block():
    op.execute("CREATE INDEX ix_events_kind ON ONLY events (kind)")
    op.execute("CREATE INDEX CONCURRENTLY ix_events_kind_events_1 ON events_1 (kind)")
    op.execute("CREATE INDEX CONCURRENTLY ix_events_kind_events_2 ON events_2 (kind)")
    op.execute("ALTER INDEX ix_events_kind ATTACH PARTITION ix_events_kind_events_1")
    op.execute("ALTER INDEX ix_events_kind ATTACH PARTITION ix_events_kind_events_2")`,
    },
    {
      title: 'In SQL',
      history: events,
      bad: `with op.get_context().autocommit_block():
    op.execute("«CREATE INDEX CONCURRENTLY» ix_events_kind ON events (kind)")`,
      good: apart,
      fixed: false,
    },
  ],

  *check(context) {
    for (const step of [...context.upgrade, ...context.downgrade]) {
      const { operation } = step;
      const table = partitionedTable(step, operation);
      if (table === undefined) continue;
      const what = operation.kind === 'drop_index' ? 'dropped' : 'built';
      yield {
        at: argument(operation, 'postgresql_concurrently') ?? verb(operation, context.migration.text),
        message: `${context.show(table)} is partitioned, and the server refuses to have an index of it ${what} concurrently.`,
        operation,
        fixes: () => (operation.kind === 'create_index' ? indexByPartition(context, step, operation) : []),
      };
    }
  },
});

/** The partitioned table whose index is built or dropped concurrently. */
function partitionedTable({ before }: Step, operation: Operation): QualifiedName | undefined {
  if (operation.kind !== 'create_index' && operation.kind !== 'drop_index') return undefined;
  if (known(operation.concurrently) !== true) return undefined;
  if (operation.kind === 'create_index' && operation.only) return undefined;
  const table =
    operation.kind === 'create_index'
      ? operation.table
      : (tableOfIndex(before, known(operation.name), operation.schema) ?? operation.table);
  return table !== undefined && isPartitioned(before, table) ? table : undefined;
}
