/** A value of an enum gets another name under the application that is running. */

import type { OperationOf } from '../../operations/operation.ts';
import { findEnum } from '../../schema/enums.ts';
import { addValueInstead } from '../fixes/add-value-instead.ts';
import { clause } from '../place.ts';
import { defineRule, type RuleContext, type Step } from '../rule.ts';

const orders = `op.create_table(
    "orders",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("state", sa.Enum("open", "payed", name="order_state"), nullable=False),
)`;

export default defineRule({
  name: 'rename-enum-value',
  group: 'columns',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'suggested',
  docs: {
    summary: 'A value of an existing enum is renamed.',
    why: 'All rows show the new value at once, and the application that is running knows only the old one: it fails on reading them, and the server refuses what it writes.',
    instead: 'Add the new value, let the application know both, change the rows in batches, and let the old value be.',
  },
  examples: [
    {
      title: 'The new value beside the old one',
      history: orders,
      bad: `op.execute("ALTER TYPE order_state «RENAME VALUE 'payed' TO 'paid'»")`,
      good: `with op.get_context().autocommit_block():
    op.execute("ALTER TYPE order_state ADD VALUE IF NOT EXISTS 'paid'")`,
    },
  ],

  *check(context) {
    for (const step of context.upgrade) {
      const { operation } = step;
      if (operation.kind !== 'alter_type' || operation.change.kind !== 'rename-value') continue;
      if (isNew(context, step, operation)) continue;
      const { from, to } = operation.change;
      yield {
        at: clause(operation, context.migration.text, /RENAME\s+VALUE\s+'(?:[^']|'')*'\s+TO\s+'(?:[^']|'')*'/i),
        message: `The application that is running knows ${from} and not ${to}: it fails on every row of ${operation.name} that shows the new value.`,
        operation,
        fixes: () => addValueInstead(context, operation, to),
      };
    }
  },
});

/** The enum is made in the same upgrade, so nothing uses it yet. */
function isNew({ upgrade }: RuleContext, { before }: Step, { name, schema }: OperationOf<'alter_type'>): boolean {
  const key = schema === undefined ? { name } : { name, schema };
  const atFirst = upgrade[0]?.before ?? before;
  return findEnum(before, key) !== undefined && findEnum(atFirst, key) === undefined;
}
