/** A comment that was meant to silence a finding and can't be read. */

import { replacement } from '../../text/edit.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  name: 'suppression-malformed',
  group: 'meta',
  level: 'warning',
  profile: 'recommended',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'suggested',
  scope: { suppressions: true },
  docs: {
    summary: 'A comment begins like a suppression but is not written as one.',
    why: 'It silences nothing, although its author believes that it does.',
    instead:
      'Write `# alembic-guard: ignore[rule] reason`, or `ignore-file[rule]` above the functions for the whole file.',
  },
  examples: [
    {
      title: 'Without brackets',
      history: 'op.create_table("tags", sa.Column("id", sa.Integer(), primary_key=True))',
      bad: `«# alembic-guard: ignore drop-table no release since 2.1 reads tags»
op.drop_table("tags")`,
      good: `# alembic-guard: ignore[drop-table] no release since 2.1 reads tags
op.drop_table("tags")`,
    },
    {
      title: 'Without a reason either',
      history: 'op.create_table("tags", sa.Column("id", sa.Integer(), primary_key=True))',
      bad: `«# alembic-guard: ignore drop-table»
op.drop_table("tags")`,
      good: `# alembic-guard: ignore[drop-table] no release since 2.1 reads tags
op.drop_table("tags")`,
      fixed: false,
    },
  ],

  *check(context) {
    for (const { span, malformed, meant } of context.suppressions) {
      if (malformed === undefined) continue;
      yield {
        at: span,
        message: `This comment silences nothing. ${malformed}`,
        fixes: () =>
          meant === undefined
            ? []
            : [{ title: 'Put the rules into brackets', preferred: true, edits: [replacement(span, meant)] }],
      };
    }
  },
});
