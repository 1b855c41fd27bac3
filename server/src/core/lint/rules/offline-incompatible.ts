/** A migration that can't be printed as SQL. */

import { known } from '../../operations/operation.ts';
import type { Span } from '../../text/span.ts';
import { isFetched } from '../fetched.ts';
import { defineRule, type RuleContext } from '../rule.ts';

const users = `op.create_table(
    "users",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("name", sa.Text()),
    sa.Column("plan", sa.Text()),
)`;

export default defineRule({
  name: 'offline-incompatible',
  group: 'data',
  level: 'info',
  profile: 'strict',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'none',
  docs: {
    summary: 'A revision reads from the database, so it can not run in offline mode.',
    why: 'With `--sql` there is no connection: `execute` prints the statement and returns nothing, and what asks for the result, or inspects the schema, fails. The SQL preview and every later revision of the script are lost with it.',
    instead: 'Put it under `if not context.is_offline_mode()`, with a comment in the SQL that says what is left out.',
  },
  examples: [
    {
      title: 'Guarded',
      history: users,
      bad: `bind = op.get_bind()
for row in «bind.execute»(sa.text("SELECT id FROM users LIMIT 10")):
    bind.execute(sa.text("UPDATE users SET plan = 'free' WHERE id = :id"), {"id": row.id})`,
      good: `from alembic import context
if not context.is_offline_mode():
    bind = op.get_bind()
    for row in bind.execute(sa.text("SELECT id FROM users LIMIT 10")):
        bind.execute(sa.text("UPDATE users SET plan = 'free' WHERE id = :id"), {"id": row.id})`,
    },
    {
      title: 'Inspecting the schema',
      history: users,
      bad: `columns = «sa.inspect(op.get_bind())».get_columns("users")`,
      good: `from alembic import context
if not context.is_offline_mode():
    columns = sa.inspect(op.get_bind()).get_columns("users")`,
    },
  ],

  *check(context) {
    const at = firstRead(context);
    if (at === undefined) return;
    yield { at: at.span, message: `Offline mode (--sql) fails here: ${at.why}.` };
  },
});

function firstRead({ upgrade, migration }: RuleContext): { readonly span: Span; readonly why: string } | undefined {
  for (const { operation } of upgrade) {
    const { circumstance, origin } = operation;
    if (circumstance.onlineOnly) continue;
    const { call } = origin;
    if (operation.kind === 'select' && isFetched(operation, migration.text)) {
      const span = { start: call.span.start, end: call.span.start + call.callee.length };
      return { span, why: 'there is no connection to read rows from' };
    }
    if (circumstance.batch !== undefined && known(circumstance.batch.recreate) === 'always') {
      return { span: circumstance.batch.span, why: 'a table that is made anew must be read first' };
    }
  }
  const call = migration.calls.upgrade.find(
    ({ path, circumstance }) =>
      /^sqlalchemy\..*\b(inspect|from_engine)$|^sqlalchemy\.inspect$/.test(path) && !circumstance.onlineOnly,
  );
  return call && { span: call.span, why: 'there is no schema to inspect' };
}
