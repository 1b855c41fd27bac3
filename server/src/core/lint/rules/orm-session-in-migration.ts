/** A session of the ORM in a migration. */

import { defineRule } from '../rule.ts';

const users = `op.create_table(
    "users",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("name", sa.Text()),
    sa.Column("plan", sa.Text()),
)`;

export default defineRule({
  name: 'orm-session-in-migration',
  group: 'data',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'none',
  docs: {
    summary: 'A migration opens a session of the ORM.',
    why: 'Queries through a session load whole objects, row by row, and tie the revision to models that move on; offline mode has no connection to give it. Its commit is not final: with SQLAlchemy 2.0 the transaction stays with Alembic.',
    instead: 'Execute Core statements on `op.get_bind()`.',
  },
  examples: [
    {
      title: 'Core statements',
      history: users,
      bad: `from sqlalchemy.orm import Session
session = «Session(bind=op.get_bind())»
session.execute(sa.text("UPDATE users SET plan = 'free' WHERE plan IS NULL"))
session.commit()`,
      good: `bind = op.get_bind()
bind.execute(sa.text("UPDATE users SET plan = 'free' WHERE plan IS NULL"))`,
    },
  ],

  *check(context) {
    for (const { path, span } of context.migration.calls.upgrade) {
      if (!/(^|\.)(Session|sessionmaker|scoped_session)$/.test(path)) continue;
      yield {
        at: span,
        message:
          'A session loads whole objects and has no connection in offline mode; execute Core statements on op.get_bind().',
      };
    }
  },
});
