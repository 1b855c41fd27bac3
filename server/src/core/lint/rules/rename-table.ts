/** A table loses the name that the running application uses. */

import { findTable, tableKey } from '../../schema/catalogue.ts';
import { catalogueAfter } from '../catalogue-after.ts';
import { viewOfOldName } from '../fixes/view-of-old-name.ts';
import { effectsOnExisting } from '../hazards.ts';
import { argument } from '../place.ts';
import { defineRule } from '../rule.ts';
import { standInFor } from '../stand-in.ts';

const people =
  'op.create_table("people", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("email", sa.Text()))';

export default defineRule({
  name: 'rename-table',
  group: 'columns',
  level: 'error',
  profile: 'recommended',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'suggested',
  docs: {
    summary: 'A table is renamed, and nothing has its old name afterwards.',
    why: 'The rename is instant, but the application that is running still asks for the old name and fails until the new release is everywhere.',
    instead:
      'Leave a view of the old name behind in the same revision: PostgreSQL lets simple views be written to like the table. Drop it in a later release. Where another table takes the name, it needs every column that the old one had.',
  },
  examples: [
    {
      title: 'A view keeps the old name alive',
      history: people,
      bad: 'op.rename_table("people", «"users"»)',
      badDowngrade: 'op.rename_table("users", "people")',
      good: `op.rename_table("people", "users")
op.execute("CREATE VIEW people AS SELECT * FROM users")`,
      goodDowngrade: `op.execute("DROP VIEW people")
op.rename_table("users", "people")`,
    },
    {
      title: 'In SQL',
      history: people,
      bad: 'op.execute("ALTER TABLE people RENAME TO «users»")',
      good: `op.execute("ALTER TABLE people RENAME TO users")
op.execute("CREATE VIEW people AS SELECT * FROM users")`,
    },
  ],

  *check(context) {
    for (const { step, effect } of effectsOnExisting(context, 'rename table')) {
      const { operation } = step;
      if (operation.kind !== 'rename_table') continue;
      if (tableKey(operation.table) === tableKey({ ...operation.table, name: operation.newName.value })) continue;
      const former = findTable(step.before, operation.table);
      const stands = standInFor(former, operation.table, catalogueAfter(context.upgrade, step.after));
      if (stands?.lacks.length === 0) continue;
      const table = context.show(operation.table);
      yield {
        at: argument(operation, 'new_table_name') ?? operation.newName.span ?? effect.at,
        message:
          stands === undefined
            ? `Renaming ${table} breaks the application that is running: it still asks for ${table}.`
            : `Renaming ${table} breaks the application that is running: what takes the name lacks ${stands.lacks.join(', ')}.`,
        operation,
        fixes: () => (stands === undefined ? viewOfOldName(context, operation) : []),
      };
    }
  },
});
