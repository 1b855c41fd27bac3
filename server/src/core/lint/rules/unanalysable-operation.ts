/** What the linter can't see into. */

import { verb } from '../place.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  name: 'unanalysable-operation',
  group: 'meta',
  level: 'info',
  profile: 'strict',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'none',
  docs: {
    summary: 'An operation depends on what is only known when the migration runs.',
    why: 'No rule can judge it, so silence about this migration means less than it seems to.',
    instead:
      'Write the names and the SQL out in the migration, or review it by hand and suppress this finding with the reason.',
  },
  examples: [
    {
      title: 'A name from the environment',
      history:
        'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("phone", sa.Text()))',
      bad: `import os
«op.drop_column»(os.environ["TABLE"], "phone")`,
      good: `# alembic-guard: ignore[drop-column] no release reads phone
op.drop_column("users", "phone")`,
      unread: true,
    },
  ],

  *check({ upgrade, migration }) {
    for (const { operation } of upgrade) {
      if (operation.kind !== 'opaque' || operation.syntaxError !== undefined) continue;
      yield {
        at: operation.origin.kind === 'sql' ? operation.span : verb(operation, migration.text),
        message: `What this does is only known when the migration runs: ${operation.reason}.`,
        operation,
      };
    }
  },
});
