/** A new table locks the tables that its foreign keys refer to. */

import type { Effect } from '../../effects/effects.ts';
import { tableKey } from '../../schema/catalogue.ts';
import { effectsOfStep, waiting } from '../hazards.ts';
import { verb } from '../place.ts';
import { defineRule } from '../rule.ts';

const users = 'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True))';

export default defineRule({
  name: 'create-table-fk-locks-parent',
  group: 'constraints',
  level: 'info',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'none',
  docs: {
    summary: 'A new table has a foreign key to a table that is in use.',
    why: 'CREATE TABLE … REFERENCES takes a SHARE ROW EXCLUSIVE lock on the parent, so writes to it wait, for an instant as such, but until the end of a transaction that goes on.',
    instead:
      'Set a `lock_timeout`, create tables with foreign keys at the end of the transaction, and take the parents in the same order everywhere. Tables that hardly change belong in `small-tables`.',
  },
  examples: [
    {
      title: 'With a timeout, for a parent that is written all the time',
      history: users,
      bad: `op.create_table(
    "orders",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("user_id", sa.Integer(), «sa.ForeignKey("users.id")»),
)`,
      good: `op.execute("SET LOCAL lock_timeout = '2s'")
op.create_table(
    "orders",
    sa.Column("id", sa.Integer(), primary_key=True),
    # alembic-guard: ignore[create-table-fk-locks-parent] last statement, under a timeout
    sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id")),
)`,
    },
    {
      title: 'A parent of the same revision',
      history: users,
      bad: 'op.execute("CREATE TABLE orders (id integer PRIMARY KEY, user_id integer «REFERENCES users (id)»)")',
      good: `op.execute("CREATE TABLE teams (id integer PRIMARY KEY)")
op.execute("CREATE TABLE orders (id integer PRIMARY KEY, team_id integer REFERENCES teams (id))")`,
    },
  ],

  *check(context) {
    for (const step of context.upgrade) {
      const { operation } = step;
      if (operation.kind !== 'create_table' && operation.kind !== 'add_foreign_key') continue;
      // On a table that is in use another rule speaks of the scan.
      if (operation.kind === 'add_foreign_key' && !step.isNewTable(operation.table)) continue;
      const own = tableKey(operation.table);
      for (const effect of effectsOfStep(step, context.postgresVersion).filter(isOfKey)) {
        const parents = effect.locks
          .map((lock) => lock.relation)
          .filter((each) => tableKey(each) !== own && !step.isNewTable(each) && !step.isSmall(each));
        if (parents.length === 0) continue;
        yield {
          at: operation.kind === 'add_foreign_key' ? verb(operation, context.migration.text) : effect.at,
          message: `A foreign key of the new table ${context.show(operation.table)} blocks ${waiting(effect)} to ${parents.map(context.show).join(' and ')} until the transaction ends.`,
          operation,
        };
      }
    }
  },
});

function isOfKey({ name }: Effect): boolean {
  return name === 'create table references' || name.startsWith('add foreign key');
}
