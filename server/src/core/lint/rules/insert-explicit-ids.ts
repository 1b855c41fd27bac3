/** Keys that the sequence doesn't know of. */

import { findTable, tableKey } from '../../schema/catalogue.ts';
import { advanceSequence } from '../fixes/advance-sequence.ts';
import { verb } from '../place.ts';
import { defineRule } from '../rule.ts';

const users = `op.create_table(
    "users",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("name", sa.Text()),
    sa.Column("plan", sa.Text()),
)`;

export default defineRule({
  name: 'insert-explicit-ids',
  group: 'data',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'safe',
  docs: {
    summary: 'Rows are inserted with explicit keys into a table that numbers its rows itself.',
    why: 'The sequence still stands where it was. The next rows that the application inserts get numbers that are taken, and fail one after the other until the sequence has passed them.',
    instead: 'Leave the key out, or set the sequence behind the greatest key afterwards.',
  },
  examples: [
    {
      title: 'The sequence is set afterwards',
      history: users,
      bad: `users = sa.table("users", sa.column("id"), sa.column("name"))
«op.bulk_insert»(users, [{"id": 1, "name": "Ada"}, {"id": 2, "name": "Grace"}])`,
      good: `users = sa.table("users", sa.column("id"), sa.column("name"))
op.bulk_insert(users, [{"id": 1, "name": "Ada"}, {"id": 2, "name": "Grace"}])
op.execute("SELECT setval(pg_get_serial_sequence('users', 'id'), (SELECT max(id) FROM users))")`,
    },
    {
      title: 'The key is left out',
      history: users,
      bad: `op.execute("«INSERT» INTO users (id, name) VALUES (1, 'Ada')")`,
      good: `op.execute("INSERT INTO users (name) VALUES ('Ada')")`,
      fixed: false,
    },
  ],

  *check(context) {
    const { upgrade, migration } = context;
    for (const [i, { operation, before }] of upgrade.entries()) {
      if (operation.kind !== 'insert' || operation.columns === undefined) continue;
      const table = findTable(before, operation.table);
      const column = operation.columns.find((each) => {
        const state = table?.columns.get(each);
        return state !== undefined && (state.serial !== undefined || state.identity !== undefined);
      });
      const at = operation.columns.indexOf(column ?? '');
      const value = operation.values?.[at];
      const isComputed = value?.kind === 'expression' || value?.kind === 'subquery' || value?.kind === 'unknown';
      const later = upgrade.slice(i + 1);
      const isSet = later.some(
        ({ operation: next }) =>
          (next.kind === 'select' && next.functions?.includes('setval')) ||
          (next.kind === 'statement' && /^(ALTER SEQUENCE|SET IDENTITY)/.test(next.command)) ||
          (next.kind === 'opaque' && /setval/.test(next.source)) ||
          (next.kind === 'drop_table' && tableKey(next.table) === tableKey(operation.table)),
      );
      const isLast = !later.some(
        ({ operation: next }) => next.kind === 'insert' && tableKey(next.table) === tableKey(operation.table),
      );
      if (table === undefined || column === undefined || isSet || isComputed || !isLast) continue;
      yield {
        at: verb(operation, migration.text),
        message: `These rows bring their own ${column}, and the sequence of ${context.show(table)} doesn't know: the next inserts of the application get keys that are taken.`,
        operation,
        fixes: () => advanceSequence(context, operation, column),
      };
    }
  },
});
