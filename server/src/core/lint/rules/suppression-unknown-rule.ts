/** A comment that names a rule which does not exist. */

import { replacement } from '../../text/edit.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  name: 'suppression-unknown-rule',
  group: 'meta',
  level: 'warning',
  profile: 'recommended',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'suggested',
  scope: { suppressions: true },
  docs: {
    summary: 'A suppression names a rule that does not exist.',
    why: 'It silences nothing, although its author believes that it does.',
    instead: 'Write the name as the finding shows it.',
  },
  examples: [
    {
      title: 'A slip of the pen',
      history: 'op.create_table("tags", sa.Column("id", sa.Integer(), primary_key=True))',
      bad: `# alembic-guard: ignore[«drop-tabel»] unused since 2.1
op.drop_table("tags")`,
      good: `# alembic-guard: ignore[drop-table] unused since 2.1
op.drop_table("tags")`,
    },
  ],

  *check(context) {
    for (const note of context.suppressions) {
      for (const { name, span, outcome, nearest } of note.names) {
        if (outcome !== 'unknown') continue;
        const question = nearest === undefined ? '' : ` Is ${nearest} meant?`;
        yield {
          at: span,
          message: `There is no rule ${name}, so this suppression silences nothing.${question}`,
          fixes: () =>
            nearest === undefined
              ? []
              : [{ title: `Write ${nearest}`, preferred: true, edits: [replacement(span, nearest)] }],
        };
      }
    }
  },
});
