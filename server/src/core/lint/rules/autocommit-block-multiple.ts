/** Several autocommit blocks make several states that an upgrade may stop in. */

import { verb } from '../place.ts';
import { defineRule } from '../rule.ts';

const users =
  'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("email", sa.Text()))';

export default defineRule({
  name: 'autocommit-block-multiple',
  group: 'transactions',
  level: 'info',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'none',
  docs: {
    summary: 'A revision has more than one autocommit block.',
    why: 'Each block commits what precedes it, and each statement in it commits by itself: the more there are, the more half-done states a failure can leave, none of which Alembic knows.',
    instead: 'Put what must run outside of a transaction into one block, or each into a revision of its own.',
  },
  examples: [
    {
      title: 'One block',
      history: users,
      bad: `with op.get_context().autocommit_block():
    op.create_index("ix_users_email", "users", ["email"], postgresql_concurrently=True)
with op.get_context().autocommit_block():
    op.execute("«VACUUM» users")`,
      good: `with op.get_context().autocommit_block():
    op.create_index("ix_users_email", "users", ["email"], postgresql_concurrently=True)
    op.execute("VACUUM users")`,
    },
  ],

  *check({ upgrade, migration }) {
    const blocks = upgrade.filter(({ operation: { circumstance } }) => circumstance.autocommitBlock === true);
    const [first] = blocks;
    // A loop or a helper runs one block of the file several times.
    const place = (step: (typeof upgrade)[number]) => step.operation.origin.call.span.start;
    const second = blocks.find(
      (step) =>
        first !== undefined &&
        step.operation.circumstance.autocommit !== first.operation.circumstance.autocommit &&
        place(step) !== place(first),
    );
    if (first === undefined || second === undefined) return;
    yield {
      at: verb(second.operation, migration.text),
      message: 'This is another autocommit block of the revision; a failure between the two leaves it half done.',
      operation: second.operation,
      related: [{ message: 'The first block is here.', file: migration.file, span: first.operation.span }],
    };
  },
});
