/** A migration that leans on the application's models. */

import { defineRule } from '../rule.ts';

const users = `op.create_table(
    "users",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("name", sa.Text()),
    sa.Column("plan", sa.Text()),
)`;

export default defineRule({
  name: 'orm-model-import',
  group: 'data',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'none',
  docs: {
    summary: 'A migration reads or writes rows through a model that is imported from the application.',
    why: "The model changes with the application while the revision stays. Once a column is added to the model, this revision selects a column that its database doesn't have yet, and a new environment can no longer be built from the history.",
    instead: 'Describe the few columns that are needed in the file itself, with `sa.table()` and `sa.column()`.',
  },
  examples: [
    {
      title: "A table of the migration's own",
      history: users,
      unread: true,
      bad: `from app.models import User
bind = op.get_bind()
bind.execute(sa.update(«User»).where(User.plan.is_(None)).values(plan="free"))`,
      good: `users = sa.table("users", sa.column("plan"))
bind = op.get_bind()
bind.execute(sa.update(users).where(users.c.plan.is_(None)).values(plan="free"))`,
    },
  ],

  *check(context) {
    for (const { operation } of context.upgrade) {
      if (operation.kind !== 'opaque' || operation.verb === undefined) continue;
      const model = operation.imported?.find(({ path }) => isModel(path));
      if (model === undefined) continue;
      yield {
        at: model.span,
        message: `${model.path} moves on with the application while this revision stays: a column that the model gains later breaks it.`,
        operation,
      };
    }
  },
});

/** A class by its name, `app.models.User`; constants and functions are written otherwise. */
function isModel(path: string): boolean {
  return path.split('.').some((part) => /^[A-Z]\w*[a-z]/.test(part));
}
