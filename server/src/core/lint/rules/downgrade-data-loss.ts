/** A downgrade that drops what was written since. */

import { tableKey } from '../../schema/catalogue.ts';
import { saysIrreversible } from '../downgrade.ts';
import { verb } from '../place.ts';
import { defineRule } from '../rule.ts';

const users = 'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("fax", sa.Text()))';

export default defineRule({
  name: 'downgrade-data-loss',
  group: 'downgrade',
  level: 'warning',
  profile: 'all',
  dialects: ['postgresql'],
  fix: 'none',
  scope: { downgrade: true },
  docs: {
    summary: 'The downgrade drops a column or table that the upgrade made, with whatever was written to it since.',
    why: 'A downgrade in production comes after the new release has run, so the data in it is real by then.',
    instead: 'Keep a copy before going back, or say `# irreversible: why it may go` in the downgrade.',
  },
  examples: [
    {
      title: 'Said in the downgrade',
      history: users,
      bad: 'op.add_column("users", sa.Column("city", sa.Text()))',
      badDowngrade: '«op.drop_column»("users", "city")',
      good: 'op.add_column("users", sa.Column("city", sa.Text()))',
      goodDowngrade: `# irreversible: cities entered since are lost
op.drop_column("users", "city")`,
    },
  ],

  *check(context) {
    if (saysIrreversible(context)) return;
    const filled = new Set(
      context.upgrade.flatMap(({ operation }) =>
        operation.kind === 'update' || operation.kind === 'insert' ? [tableKey(operation.table)] : [],
      ),
    );
    for (const { operation } of context.downgrade) {
      if (operation.kind !== 'drop_table' && operation.kind !== 'drop_column') continue;
      const table = context.show(operation.table);
      const what = operation.kind === 'drop_column' ? `${table}.${operation.column.value}` : table;
      yield {
        at: verb(operation, context.migration.text),
        message: `Going back loses what was written to ${what} since the upgrade.`,
        operation,
        ...(filled.has(tableKey(operation.table)) ? {} : { level: 'info' as const }),
      };
    }
  },
});
