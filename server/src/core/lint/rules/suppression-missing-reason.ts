/** A comment that silences a finding without saying why. */

import { defineRule } from '../rule.ts';

export default defineRule({
  name: 'suppression-missing-reason',
  group: 'meta',
  level: 'warning',
  profile: 'recommended',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'none',
  scope: { suppressions: true },
  docs: {
    summary: 'A suppression gives no reason, and therefore silences nothing.',
    why: 'Whoever reviews the migration, or repeats it a year later, must be able to tell whether the exception still holds.',
    instead: 'Write the reason after the brackets: `# alembic-guard: ignore[rule] why it is right here`.',
    noFix: "the reason is the author's to give.",
  },
  examples: [
    {
      title: 'The reason follows the brackets',
      history: 'op.create_table("tags", sa.Column("id", sa.Integer(), primary_key=True))',
      bad: `«# alembic-guard: ignore[drop-table]»
op.drop_table("tags")`,
      good: `# alembic-guard: ignore[drop-table] no release since 2.1 reads tags
op.drop_table("tags")`,
    },
  ],

  *check(context) {
    for (const { span, malformed, reason, names } of context.suppressions) {
      if (malformed !== undefined || reason !== '') continue;
      const rules = names.map((each) => each.name).join(' and ');
      yield { at: span, message: `This suppression of ${rules} gives no reason, so it silences nothing.` };
    }
  },
});
