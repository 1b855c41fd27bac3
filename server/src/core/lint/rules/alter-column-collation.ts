/** Another sort order for a column that has an index. */

import { columnBeside } from '../fixes/column-beside.ts';
import { hazards, waiting } from '../hazards.ts';
import { callOf, wholeArgument } from '../place.ts';
import { defineRule } from '../rule.ts';

const users = `op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.Text()))
op.create_index("ix_users_name", "users", ["name"])`;

export default defineRule({
  name: 'alter-column-collation',
  group: 'columns',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'suggested',
  hazard: { name: 'type-change', specificity: 3 },
  docs: {
    summary: 'The collation of an indexed column is changed.',
    why: 'The rows stay as they are, but every index of the column is built again in the new order under an ACCESS EXCLUSIVE lock, so nobody can read or write the table meanwhile.',
    instead:
      'Build an index with the new collation concurrently and ask for the collation in the query, or fill a second column in batches.',
  },
  examples: [
    {
      title: 'An index in the other order beside the old one',
      history: users,
      bad: 'op.alter_column("users", "name", existing_type=sa.Text(), «type_=sa.Text(collation="C")»)',
      good: `with op.get_context().autocommit_block():
    op.create_index("ix_users_name_c", "users", [sa.text('name COLLATE "C"')], postgresql_concurrently=True)`,
      fixed: false,
    },
    {
      title: 'A second column',
      history: users,
      bad: `with op.batch_alter_table("users") as batch_op:
    batch_op.alter_column("name", existing_type=sa.Text(), «type_=sa.Text(collation="C")»)`,
      good: `with op.batch_alter_table("users") as batch_op:
    # Next: let the application write both, fill name_new in batches, switch over, and drop users.name in a later release.
    batch_op.add_column(sa.Column("name_new", sa.Text(collation="C")))`,
    },
    {
      title: 'In SQL',
      history: users,
      bad: `op.execute('ALTER TABLE users ALTER COLUMN name TYPE «text» COLLATE "C"')`,
      good: `with op.get_context().autocommit_block():
    op.execute('CREATE INDEX CONCURRENTLY ix_users_name_c ON users (name COLLATE "C")')`,
      fixed: false,
    },
  ],

  *check(context) {
    const sorted = [...hazards(context, 'alter type reindex')].map(({ step }) => step);
    for (const { step, effect } of hazards(context, 'alter type indexed')) {
      const { operation } = step;
      if (operation.kind !== 'alter_column' || !sorted.includes(step)) continue;
      const table = context.show(operation.table);
      yield {
        at: wholeArgument(callOf(operation), 'type_', effect.at),
        message: `Another collation for ${table}.${operation.column.value} builds its indexes anew while ${waiting(effect)} wait.`,
        operation,
        fixes: () => columnBeside(context, step, operation),
      };
    }
  },
});
