/** A column goes while the running application may still use it. */

import { effectsOnExisting, otherTables, waiting } from '../hazards.ts';
import { defineRule } from '../rule.ts';

const users = 'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("fax", sa.Text()))';

export default defineRule({
  name: 'drop-column',
  group: 'destructive',
  level: 'warning',
  profile: 'recommended',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'none',
  hazard: { name: 'column-gone', specificity: 1 },
  docs: {
    summary: 'A column of an existing table is dropped.',
    why: 'Its data is gone for good, and the application that is running fails as long as its model still names the column, since an ORM selects every column it knows.',
    instead:
      'Stop using the column in one release, and drop it in the next, with a suppression that says since when it is unused.',
    noFix: 'whether a release that is running still uses the column is not in the migrations.',
  },
  examples: [
    {
      title: 'Dropped once no release uses it any more',
      history: users,
      bad: 'op.drop_column("users", «"fax"»)',
      good: `# alembic-guard: ignore[drop-column] no release since 4.2 reads or writes fax
op.drop_column("users", "fax")`,
    },
    {
      title: 'In SQL',
      history: users,
      bad: 'op.execute("ALTER TABLE users DROP COLUMN «fax»")',
      good: `# alembic-guard: ignore[drop-column] no release since 4.2 reads or writes fax
op.execute("ALTER TABLE users DROP COLUMN fax")`,
    },
  ],

  *check(context) {
    for (const { step, effect } of effectsOnExisting(context, 'drop column', 'drop column references')) {
      const { operation } = step;
      if (operation.kind !== 'drop_column' || step.isNewColumn(operation.table, operation.column.value)) continue;
      const column = `${context.show(operation.table)}.${operation.column.value}`;
      const parents = otherTables(effect).map(context.show);
      const also = parents.length === 0 ? '' : ` It also blocks ${waiting(effect)} of ${parents.join(' and ')}.`;
      yield {
        at: operation.column.span,
        message: `Dropping ${column} loses its data, and breaks an application that still maps it.${also}`,
        operation,
      };
    }
  },
});
