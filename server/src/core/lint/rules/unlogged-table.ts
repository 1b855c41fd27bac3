/** A table that a crash of the server empties. */

import { rewrite } from '../fixes/sql-statement.ts';
import { removeArguments } from '../fixes/statement.ts';
import { argument, callOf, clause } from '../place.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  name: 'unlogged-table',
  group: 'destructive',
  level: 'info',
  profile: 'all',
  dialects: ['postgresql'],
  fix: 'suggested',
  docs: {
    summary: 'A new table is UNLOGGED.',
    why: 'It is emptied when the server crashes, is missing on replicas, and no backup by log files holds its rows.',
    instead: 'Leave it logged, unless everything in it can be made again at any time.',
  },
  examples: [
    {
      title: 'Logged',
      bad: 'op.execute("CREATE «UNLOGGED» TABLE sessions (id bigint PRIMARY KEY)")',
      good: 'op.execute("CREATE TABLE sessions (id bigint PRIMARY KEY)")',
    },
    {
      title: 'As a prefix',
      bad: 'op.create_table("sessions", sa.Column("id", sa.BigInteger(), primary_key=True), «prefixes=["UNLOGGED"]»)',
      good: 'op.create_table("sessions", sa.Column("id", sa.BigInteger(), primary_key=True))',
    },
  ],

  *check(context) {
    const { migration } = context;
    for (const { operation } of context.upgrade) {
      if (operation.kind !== 'create_table' || operation.unlogged !== true) continue;
      yield {
        at: argument(operation, 'prefixes') ?? clause(operation, migration.text, /\bUNLOGGED\b/i),
        message: `A crash of the server empties ${context.show(operation.table)}, and replicas don't have it.`,
        operation,
        fixes: () => {
          const call = callOf(operation);
          const edits =
            call === undefined
              ? rewrite(migration, operation, /\bUNLOGGED\s+/i, '')
              : removeArguments(call, ['prefixes']);
          return edits.length === 0 ? [] : [{ title: 'Leave the table logged', preferred: true, edits }];
        },
      };
    }
  },
});
