/** A table goes while the running application may still use it. */

import { effectsOnExisting, otherTables, waiting } from '../hazards.ts';
import { defineRule } from '../rule.ts';

const logs = 'op.create_table("logs", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("line", sa.Text()))';

export default defineRule({
  name: 'drop-table',
  group: 'destructive',
  level: 'warning',
  profile: 'recommended',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'none',
  hazard: { name: 'dropped-table', specificity: 1 },
  docs: {
    summary: 'A table that an earlier revision made is dropped.',
    why: 'Its rows are gone for good, the application that is running fails if it still uses the table, and every table that its foreign keys name is locked with it.',
    instead:
      'Stop using the table in one release, and drop it in the next, with a suppression that says since when it is unused.',
    noFix: 'whether a release that is running still uses the table is not in the migrations.',
  },
  examples: [
    {
      title: 'Dropped once no release uses it any more',
      history: logs,
      bad: 'op.drop_table(«"logs"»)',
      good: `# alembic-guard: ignore[drop-table] logs have gone to the archive since 3.0
op.drop_table("logs")`,
    },
    {
      title: 'In SQL',
      history: logs,
      bad: 'op.execute("DROP TABLE IF EXISTS «logs»")',
      good: `# alembic-guard: ignore[drop-table] logs have gone to the archive since 3.0
op.execute("DROP TABLE IF EXISTS logs")`,
    },
  ],

  *check(context) {
    for (const { step, effect } of effectsOnExisting(context, 'drop table', 'drop table references')) {
      const { operation } = step;
      if (operation.kind !== 'drop_table') continue;
      const parents = otherTables(effect).map(context.show);
      const also = parents.length === 0 ? '' : ` It also blocks ${waiting(effect)} of ${parents.join(' and ')}.`;
      yield {
        at: operation.table.span,
        message: `Dropping ${context.show(operation.table)} loses its rows, and breaks an application that still uses it.${also}`,
        operation,
      };
    }
  },
});
