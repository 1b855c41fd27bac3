/** A column changes its type while a view reads it. */

import type { OperationOf } from '../../operations/operation.ts';
import { findTable, tableKey, type ViewState } from '../../schema/catalogue.ts';
import { readersOf, readsColumn } from '../../schema/views.ts';
import { recreateView } from '../fixes/recreate-view.ts';
import { callOf, wholeArgument } from '../place.ts';
import { defineRule, type Step } from '../rule.ts';

const users = `op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.String(50)))
op.execute("CREATE VIEW names AS SELECT name FROM users")`;

export default defineRule({
  name: 'alter-column-type-dependent-view',
  group: 'columns',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'suggested',
  docs: {
    summary: 'The type of a column changes although a view reads it.',
    why: 'The types of a view\'s columns are fixed when it is created, so PostgreSQL answers "cannot alter type of a column used by a view or rule", even for a longer VARCHAR, and the upgrade fails.',
    instead: 'Drop the view before and create it again after, in the same revision; both are instant.',
  },
  examples: [
    {
      title: 'The view makes room',
      history: users,
      bad: 'op.alter_column("users", "name", existing_type=sa.String(50), «type_=sa.String(100)»)',
      badDowngrade: 'op.alter_column("users", "name", existing_type=sa.String(100), type_=sa.String(50))',
      good: `op.execute("DROP VIEW names")
op.alter_column("users", "name", existing_type=sa.String(50), type_=sa.String(100))
op.execute("CREATE VIEW names AS SELECT name FROM users")`,
      goodDowngrade: `op.execute("DROP VIEW names")
op.alter_column("users", "name", existing_type=sa.String(100), type_=sa.String(50))
op.execute("CREATE VIEW names AS SELECT name FROM users")`,
    },
    {
      title: 'In a batch block',
      history: users,
      bad: `with op.batch_alter_table("users") as batch_op:
    batch_op.alter_column("name", existing_type=sa.String(50), «type_=sa.Text()»)`,
      good: `op.execute("DROP VIEW names")
with op.batch_alter_table("users") as batch_op:
    batch_op.alter_column("name", existing_type=sa.String(50), type_=sa.Text())
op.execute("CREATE VIEW names AS SELECT name FROM users")`,
    },
    {
      title: 'In SQL',
      history: users,
      bad: 'op.execute("ALTER TABLE users ALTER COLUMN name TYPE «text»")',
      good: `op.execute("DROP VIEW names")
op.execute("ALTER TABLE users ALTER COLUMN name TYPE text")
op.execute("CREATE VIEW names AS SELECT name FROM users")`,
    },
  ],

  *check(context) {
    for (const step of context.upgrade) {
      const { operation, before } = step;
      if (operation.kind !== 'alter_column' || operation.type === undefined) continue;
      const { table, column } = operation;
      const view = readersOf(before, table).find((each) => certainlyReads(each, step, operation));
      if (view === undefined) continue;
      yield {
        at: wholeArgument(callOf(operation), 'type_', operation.type.span),
        message: `PostgreSQL refuses to change the type of ${context.show(table)}.${column.value} while the view ${context.show(view)} reads it.`,
        operation,
        fixes: () => recreateView(context, operation, view, before),
      };
    }
  },
});

/** A name in a view of several tables may be another table's, where that has it as well or isn't known. */
function certainlyReads(view: ViewState, { before }: Step, { table, column }: OperationOf<'alter_column'>): boolean {
  if (!readsColumn(view, column.value) || view.by.tentative !== undefined) return false;
  return view.reads
    .filter((each) => tableKey(each) !== tableKey(table))
    .every((each) => findTable(before, each)?.columns.has(column.value) === false);
}
