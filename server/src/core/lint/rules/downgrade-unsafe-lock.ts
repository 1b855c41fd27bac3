/** A downgrade that blocks others for long. */

import { blockedWords } from '../../effects/lock.ts';
import { effectsOfStep, waiting } from '../hazards.ts';
import { onVersionOf } from '../on-version.ts';
import { verb } from '../place.ts';
import { defineRule } from '../rule.ts';

const users = `op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("fax", sa.Text()))
op.create_index("ix_users_fax", "users", ["fax"])`;

export default defineRule({
  name: 'downgrade-unsafe-lock',
  group: 'downgrade',
  level: 'info',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'none',
  scope: { downgrade: true },
  docs: {
    summary: 'The downgrade holds a lock while it scans, builds or rewrites a table.',
    why: 'One goes back under pressure, and then the application has to wait for the table too.',
    instead:
      'Use the forms that block nobody, as in an upgrade: concurrent indexes, constraints that are validated afterwards.',
  },
  examples: [
    {
      title: 'An index built concurrently',
      history: users,
      bad: `with op.get_context().autocommit_block():
    op.drop_index("ix_users_fax", table_name="users", postgresql_concurrently=True)`,
      badDowngrade: '«op.create_index»("ix_users_fax", "users", ["fax"])',
      good: `with op.get_context().autocommit_block():
    op.drop_index("ix_users_fax", table_name="users", postgresql_concurrently=True)`,
      goodDowngrade: `with op.get_context().autocommit_block():
    op.create_index("ix_users_fax", "users", ["fax"], postgresql_concurrently=True)`,
    },
  ],

  *check(context) {
    for (const step of context.downgrade) {
      const { operation } = step;
      const effect = effectsOfStep(step, context.postgresVersion).find(
        ({ table, work, locks }) =>
          work.length > 0 &&
          table !== undefined &&
          !step.isNewTable(table) &&
          !step.isSmall(table) &&
          locks.some(({ mode }) => blockedWords(mode) !== undefined),
      );
      if (effect?.table === undefined) continue;
      yield {
        at: verb(operation, context.migration.text),
        message: `While this works through ${context.show(effect.table)}, ${waiting(effect)} wait${onVersionOf(effect, context)}.`,
        operation,
      };
    }
  },
});
