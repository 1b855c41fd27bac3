/** A constraint that nobody keeps. */

import { known } from '../../operations/operation.ts';
import { clause } from '../place.ts';
import { defineRule } from '../rule.ts';

const items =
  'op.create_table("items", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("price", sa.Integer()))';

export default defineRule({
  name: 'constraint-not-enforced',
  group: 'constraints',
  level: 'info',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'none',
  docs: {
    summary: 'A constraint is added NOT ENFORCED.',
    why: 'It documents what rows are meant to be and refuses none, neither old nor new ones; the planner makes no use of it. It needs PostgreSQL 18.',
    instead:
      'Add it NOT VALID and validate it later, if it is to hold. Where it only documents, say so in a suppression.',
  },
  examples: [
    {
      title: 'Kept for new rows at once',
      history: items,
      bad: 'op.execute("ALTER TABLE items ADD CONSTRAINT ck_items_price CHECK (price >= 0) «NOT ENFORCED»")',
      good: 'op.execute("ALTER TABLE items ADD CONSTRAINT ck_items_price CHECK (price >= 0) NOT VALID")',
    },
  ],

  *check(context) {
    for (const { operation } of context.upgrade) {
      if (operation.kind !== 'add_check' && operation.kind !== 'add_foreign_key') continue;
      if (operation.enforced !== false) continue;
      const name = known(operation.constraint.name) ?? 'This constraint';
      yield {
        at: clause(operation, context.migration.text, /NOT\s+ENFORCED/i),
        message: `${name} refuses no row of ${context.show(operation.table)}, neither old nor new ones.`,
        operation,
      };
    }
  },
});
