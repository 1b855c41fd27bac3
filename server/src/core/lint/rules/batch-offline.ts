/** A batch block that can't be printed as SQL for SQLite. */

import { known } from '../../operations/operation.ts';
import { sqliteEnvironment } from '../example-environment.ts';
import { headOf, recreated } from '../recreated.ts';
import { defineRule } from '../rule.ts';

const users =
  'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("email", sa.Text()))';

export default defineRule({
  name: 'batch-offline',
  group: 'dialects',
  level: 'info',
  profile: 'strict',
  dialects: ['sqlite'],
  fix: 'none',
  docs: {
    summary: 'A batch block that makes a table anew on SQLite can not run in offline mode there.',
    why: 'The block reads the table from the database before it makes the new one, and with `--sql` there is no database to read.',
    instead: 'Pass the table as it is with `copy_from=`, where scripts for SQLite are wanted.',
  },
  examples: [
    {
      title: 'Said rather than read',
      env: sqliteEnvironment,
      history: users,
      bad: `with «op.batch_alter_table»("users") as batch_op:
    batch_op.alter_column("email", type_=sa.String(), existing_type=sa.Text())`,
      good: `users = sa.Table(
    "users",
    sa.MetaData(),
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("email", sa.Text()),
)
with op.batch_alter_table("users", copy_from=users) as batch_op:
    batch_op.alter_column("email", type_=sa.String(), existing_type=sa.Text())`,
    },
  ],

  *check({ upgrade, show }) {
    for (const { batch, steps } of recreated(upgrade)) {
      const [first] = steps;
      const isSaid = batch.call.arguments.has('copy_from') || first?.operation.circumstance.onlineOnly === true;
      // A table that is made anew everywhere can't be printed for any database, which is another matter.
      if (first === undefined || isSaid || known(batch.recreate) === 'always') continue;
      yield {
        at: headOf(batch),
        message: `For SQLite this block can not be printed with --sql: ${show(batch.table)} is made anew, and must be read from the database first.`,
        operation: first.operation,
      };
    }
  },
});
