/** A column loses the name that the running application uses. */

import { columnBeside } from '../fixes/column-beside.ts';
import { effectsOnExisting } from '../hazards.ts';
import { argument } from '../place.ts';
import { defineRule } from '../rule.ts';

const users = 'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("mail", sa.Text()))';

export default defineRule({
  name: 'rename-column',
  group: 'columns',
  level: 'error',
  profile: 'recommended',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'suggested',
  hazard: { name: 'column-gone', specificity: 1 },
  docs: {
    summary: 'A column of an existing table is renamed.',
    why: 'The rename is instant, but the application that is running still asks for the old name and fails until the new release is everywhere.',
    instead:
      'Add a column with the new name, let the application write both, fill it in batches, read from it, and drop the old one in a later release.',
  },
  examples: [
    {
      title: 'A second column for the time of the change',
      history: users,
      bad: 'op.alter_column("users", "mail", «new_column_name="email"»)',
      badDowngrade: 'op.alter_column("users", "email", new_column_name="mail")',
      good: `# Next: let the application write both, fill email in batches, switch over, and drop users.mail in a later release.
op.add_column("users", sa.Column("email", sa.Text()))`,
      goodDowngrade: 'op.drop_column("users", "email")',
    },
    {
      title: 'In a batch block',
      history: users,
      bad: `with op.batch_alter_table("users") as batch_op:
    batch_op.alter_column("mail", existing_type=sa.Text(), «new_column_name="email"»)`,
      good: `with op.batch_alter_table("users") as batch_op:
    # Next: let the application write both, fill email in batches, switch over, and drop users.mail in a later release.
    batch_op.add_column(sa.Column("email", sa.Text()))`,
    },
    {
      title: 'In SQL',
      history: users,
      bad: 'op.execute("ALTER TABLE users RENAME COLUMN mail TO «email»")',
      good: `# Next: let the application write both, fill email in batches, switch over, and drop users.mail in a later release.
op.execute("ALTER TABLE users ADD COLUMN email text")`,
    },
  ],

  *check(context) {
    for (const { step, effect } of effectsOnExisting(context, 'rename column')) {
      const { operation } = step;
      if (operation.kind !== 'alter_column' || step.isNewColumn(operation.table, operation.column.value)) continue;
      const column = `${context.show(operation.table)}.${operation.column.value}`;
      yield {
        at: argument(operation, 'new_column_name') ?? effect.at,
        message: `Renaming ${column} breaks the application that is running: it still asks for ${operation.column.value}.`,
        operation,
        fixes: () => columnBeside(context, step, operation),
      };
    }
  },
});
