/** A partition leaves while everybody waits. */

import { defaultPartition } from '../../effects/lookup.ts';
import type { OperationOf } from '../../operations/operation.ts';
import { insertion } from '../../text/edit.ts';
import { outside } from '../fixes/concurrent-index.ts';
import { hazards, waiting } from '../hazards.ts';
import { onVersion } from '../on-version.ts';
import { commandWords } from '../place.ts';
import { defineRule, type Fix, type RuleContext } from '../rule.ts';

const history = `op.execute("CREATE TABLE measures (id int, day date NOT NULL) PARTITION BY RANGE (day)")
op.execute("CREATE TABLE measures_2020 PARTITION OF measures FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')")`;

/** The version that knows CONCURRENTLY. */
const concurrentSince = 14;

export default defineRule({
  name: 'detach-partition-blocking',
  group: 'destructive',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'safe',
  docs: {
    summary: 'A partition is detached without CONCURRENTLY.',
    why: 'DETACH PARTITION takes an ACCESS EXCLUSIVE lock on the partitioned table, so reads and writes of all its partitions wait until the migration commits.',
    instead:
      'Detach it with CONCURRENTLY, which PostgreSQL 14 and later know, in an `autocommit_block()`; a table with a DEFAULT partition does not allow that.',
  },
  examples: [
    {
      title: 'Concurrently, outside the transaction',
      history,
      bad: 'op.execute("ALTER TABLE measures «DETACH PARTITION» measures_2020")',
      good: `with op.get_context().autocommit_block():
    op.execute("ALTER TABLE measures DETACH PARTITION measures_2020 CONCURRENTLY")`,
    },
    {
      title: 'With its schema, in a block that is there',
      history,
      bad: `with op.get_context().autocommit_block():
    op.execute("ALTER TABLE public.measures «DETACH PARTITION» public.measures_2020")`,
      good: `with op.get_context().autocommit_block():
    op.execute("ALTER TABLE public.measures DETACH PARTITION public.measures_2020 CONCURRENTLY")`,
    },
  ],

  *check(context) {
    if (context.postgresVersion < concurrentSince) return;
    for (const { step, effect } of hazards(context, 'detach partition')) {
      const { operation } = step;
      if (operation.kind !== 'statement' || effect.table === undefined) continue;
      const [partition] = operation.others ?? [];
      const name = partition === undefined ? 'the partition' : context.show(partition);
      const isForced = defaultPartition(step.before, effect.table) !== undefined;
      const way = isForced ? 'a DEFAULT partition forbids CONCURRENTLY' : 'CONCURRENTLY avoids that';
      yield {
        at: commandWords(operation, context.migration.text),
        message: `Detaching ${name} blocks ${waiting(effect)} of all of ${context.show(effect.table)} until the migration commits; ${onVersion(context)} ${way}.`,
        operation,
        // A DEFAULT partition forbids the other way.
        ...(isForced ? { level: 'info' as const } : { fixes: () => concurrently(context, operation) }),
      };
    }
  },
});

function concurrently({ migration }: RuleContext, operation: OperationOf<'statement'>): readonly Fix[] {
  const edits = outside(migration, operation, { values: [], edits: [insertion(operation.span.end, ' CONCURRENTLY')] });
  return edits.length === 0 ? [] : [{ title: 'Detach it concurrently', preferred: true, edits }];
}
