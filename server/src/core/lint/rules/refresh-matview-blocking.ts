/** A materialized view is filled anew while nobody can read it. */

import { tableKey } from '../../schema/catalogue.ts';
import { rewrite } from '../fixes/sql-statement.ts';
import { hazards, waiting } from '../hazards.ts';
import { isMadeHere } from '../made-here.ts';
import { commandWords } from '../place.ts';
import { defineRule } from '../rule.ts';

const history = `op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("email", sa.Text()))
op.execute("CREATE MATERIALIZED VIEW active_users AS SELECT id, email FROM users")
op.execute("CREATE UNIQUE INDEX active_users_id ON active_users (id)")`;

export default defineRule({
  name: 'refresh-matview-blocking',
  group: 'destructive',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'safe',
  docs: {
    summary: 'A materialized view that is in use is refreshed without CONCURRENTLY.',
    why: 'REFRESH MATERIALIZED VIEW holds an ACCESS EXCLUSIVE lock on the view for as long as its query runs and until the migration commits, so every read of it waits.',
    instead: 'Give the view a unique index on plain columns and refresh it CONCURRENTLY, which lets reads go on.',
  },
  examples: [
    {
      title: 'With its unique index',
      history,
      bad: 'op.execute("«REFRESH MATERIALIZED VIEW» active_users")',
      good: 'op.execute("REFRESH MATERIALIZED VIEW CONCURRENTLY active_users")',
    },
    {
      title: 'The unique index comes first',
      history: `op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("email", sa.Text()))
op.execute("CREATE MATERIALIZED VIEW active_users AS SELECT id, email FROM users")`,
      bad: 'op.execute("«REFRESH MATERIALIZED VIEW» active_users")',
      good: `with op.get_context().autocommit_block():
    op.execute("CREATE UNIQUE INDEX CONCURRENTLY active_users_id ON active_users (id)")
op.execute("REFRESH MATERIALIZED VIEW CONCURRENTLY active_users")`,
      fixed: false,
    },
  ],

  *check(context) {
    for (const { step, effect } of hazards(context, 'refresh view')) {
      const { operation } = step;
      if (operation.kind !== 'statement' || effect.table === undefined) continue;
      const view = step.before.views.get(tableKey(effect.table));
      // One that was never filled can't be read yet.
      if (isMadeHere(context, view?.by) || view?.populated === false) continue;
      const unique = view?.indexes.some(
        (index) => index.unique && !index.partial && index.columns.every((column) => column !== undefined),
      );
      const how = unique ? 'refresh it CONCURRENTLY' : 'give it a unique index and refresh it CONCURRENTLY';
      yield {
        at: commandWords(operation, context.migration.text),
        message: `Refreshing ${context.show(effect.table)} blocks ${waiting(effect)} of it while its query runs; ${how}.`,
        operation,
        fixes: () => {
          const words = /\bREFRESH\s+MATERIALIZED\s+VIEW\b/i;
          const edits = unique
            ? rewrite(context.migration, operation, words, 'REFRESH MATERIALIZED VIEW CONCURRENTLY')
            : [];
          return edits.length === 0 ? [] : [{ title: 'Refresh it concurrently', preferred: true, edits }];
        },
      };
    }
  },
});
