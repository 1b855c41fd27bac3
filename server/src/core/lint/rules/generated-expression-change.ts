/** Another expression for a generated column: all rows are computed anew. */

import { tableKey } from '../../schema/catalogue.ts';
import { hazards, waiting } from '../hazards.ts';
import { clause } from '../place.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  name: 'generated-expression-change',
  group: 'columns',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'none',
  docs: {
    summary: 'The expression of a stored generated column is changed.',
    why: 'Every row of the table is computed and written anew under an ACCESS EXCLUSIVE lock, so nobody can read or write it meanwhile.',
    instead:
      'Add a plain column, let a trigger compute it for new rows, fill the old ones in batches, and switch over in a later release.',
  },
  examples: [
    {
      title: 'A second column',
      history: `op.create_table(
    "lines",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("price", sa.Integer()),
    sa.Column("gross", sa.Integer(), sa.Computed("price * 119 / 100", persisted=True)),
)`,
      bad: 'op.execute("ALTER TABLE lines ALTER COLUMN gross «SET EXPRESSION AS (price * 116 / 100)»")',
      good: 'op.add_column("lines", sa.Column("gross_new", sa.Integer()))',
    },
  ],

  *check(context) {
    for (const { step, effect } of hazards(context, 'set expression')) {
      const { operation, before } = step;
      if (operation.kind !== 'statement' || effect.table === undefined) continue;
      const state = before.tables.get(tableKey(effect.table))?.columns.get(operation.object ?? '');
      // A virtual column has nothing stored that could be written anew.
      if (state?.computed?.stored === false) continue;
      const table = context.show(effect.table);
      yield {
        at: clause(operation, context.migration.text, /SET\s+EXPRESSION\b[\s\S]*/i),
        message: `A new expression for ${table}.${operation.object} writes ${table} anew while ${waiting(effect)} wait.`,
        operation,
      };
    }
  },
});
