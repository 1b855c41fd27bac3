/** A comment that silenced a finding for a time that is over. */

import { defineRule } from '../rule.ts';

export default defineRule({
  name: 'suppression-expired',
  group: 'meta',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'none',
  scope: { suppressions: true },
  docs: {
    summary: 'A suppression has a last day, and that day is over.',
    why: 'Its author meant the exception to hold for a time. It silences nothing any more, so that what it covered is looked at again.',
    instead: 'Mend what it covered, or give it a new day: `# alembic-guard: ignore[rule] until 2027-01-31 reason`.',
  },
  examples: [
    {
      title: 'The release is out',
      history: 'op.create_table("tags", sa.Column("id", sa.Integer(), primary_key=True))',
      bad: `«# alembic-guard: ignore[drop-table] until 2025-12-31 the old release ends»
op.drop_table("tags")`,
      good: `# alembic-guard: ignore[drop-table] until 2099-12-31 the old release ends
op.drop_table("tags")`,
    },
  ],

  *check(context) {
    for (const { span, expired, names } of context.suppressions) {
      if (expired === undefined) continue;
      const rules = names.map((each) => each.name).join(' and ');
      yield { at: span, message: `This suppression of ${rules} ended on ${expired}, so it silences nothing any more.` };
    }
  },
});
