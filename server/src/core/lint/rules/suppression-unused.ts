/** A comment that silences nothing. */

import { dropSuppression } from '../fixes/suppression.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  name: 'suppression-unused',
  group: 'meta',
  level: 'warning',
  profile: 'recommended',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'safe',
  scope: { suppressions: true },
  docs: {
    summary: 'A suppression names a rule that finds nothing there.',
    why: 'A comment that outlived its reason misleads the reader, and would silence the next real finding in its place.',
    instead: 'Remove it, or move it to the line of the finding that is meant.',
  },
  examples: [
    {
      title: 'The hazard is gone, the comment stayed',
      bad: `# alembic-guard: ignore[«create-index-blocking»] the table is small
op.create_table("tags", sa.Column("id", sa.Integer(), primary_key=True))`,
      good: 'op.create_table("tags", sa.Column("id", sa.Integer(), primary_key=True))',
    },
    {
      title: 'One of two names',
      history: 'op.create_table("tags", sa.Column("id", sa.Integer(), primary_key=True))',
      bad: `# alembic-guard: ignore[drop-table, «drop-index-blocking»] unused since 2.1
op.drop_table("tags")`,
      good: `# alembic-guard: ignore[drop-table] unused since 2.1
op.drop_table("tags")`,
    },
  ],

  *check(context) {
    for (const note of context.suppressions) {
      for (const { name, span, outcome } of note.names) {
        if (outcome !== 'unused') continue;
        yield {
          at: span,
          message: `The rule ${name} finds nothing here, so this suppression has nothing to silence.`,
          fixes: () => dropSuppression(context, note, span),
        };
      }
    }
  },
});
