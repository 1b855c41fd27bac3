/** A loss that no downgrade makes good. */

import { saysIrreversible } from '../downgrade.ts';
import { verb } from '../place.ts';
import { defineRule } from '../rule.ts';

const users = 'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("fax", sa.Text()))';

export default defineRule({
  name: 'upgrade-irreversible',
  group: 'downgrade',
  level: 'info',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'none',
  scope: { downgrade: true },
  docs: {
    summary: 'The upgrade loses data, and the downgrade can only restore the shape.',
    why: 'Whoever relies on the downgrade gets the column or table back empty.',
    instead: 'Say so in the downgrade: `# irreversible: the values are gone`, or keep a copy of the data.',
  },
  examples: [
    {
      title: 'Said in the downgrade',
      history: users,
      bad: '«op.drop_column»("users", "fax")',
      badDowngrade: 'op.add_column("users", sa.Column("fax", sa.Text()))',
      good: `# alembic-guard: ignore[drop-column] no release since 4.2 reads or writes fax
op.drop_column("users", "fax")`,
      goodDowngrade: `# irreversible: the numbers are gone
op.add_column("users", sa.Column("fax", sa.Text()))`,
    },
  ],

  *check(context) {
    const { downgrade } = context.migration.functions;
    if (downgrade === undefined || downgrade.empty || downgrade.raises !== undefined || saysIrreversible(context))
      return;
    for (const step of context.upgrade) {
      const { operation } = step;
      if (operation.kind !== 'drop_table' && operation.kind !== 'drop_column' && operation.kind !== 'delete') continue;
      if (step.isNewTable(operation.table)) continue;
      if (operation.kind === 'drop_column' && step.isNewColumn(operation.table, operation.column.value)) continue;
      yield {
        at: verb(operation, context.migration.text),
        message: `What this takes from ${context.show(operation.table)} doesn't come back with the downgrade, which doesn't say so.`,
        operation,
      };
    }
  },
});
