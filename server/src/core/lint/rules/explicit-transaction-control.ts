/** A migration begins or ends transactions behind Alembic's back. */

import type { OperationOf } from '../../operations/operation.ts';
import { autocommitInstead, leaveToAlembic } from '../fixes/explicit-commit.ts';
import { defineRule, type Report, type RuleContext, type Step } from '../rule.ts';

const users = `op.create_table(
    "users",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("name", sa.Text()),
    sa.Column("plan", sa.Text()),
)`;

export default defineRule({
  name: 'explicit-transaction-control',
  group: 'transactions',
  level: 'error',
  profile: 'recommended',
  dialects: ['postgresql', 'mysql'],
  fix: 'suggested',
  scope: { downgrade: true, roots: true },
  docs: {
    summary: 'A migration executes BEGIN, COMMIT or ROLLBACK, or calls `commit()` or `rollback()` of its connection.',
    why: 'Alembic has opened a transaction and counts on it. A COMMIT leaves half a revision behind when a later statement fails. After `commit()` of the connection nobody commits what follows: the rest of the changes is lost, and so is the version row.',
    instead:
      'Leave the transaction to Alembic. What must run outside of it goes into `with op.get_context().autocommit_block():`.',
  },
  examples: [
    {
      title: 'A block instead of COMMIT',
      history: users,
      bad: `op.execute("«COMMIT»")
op.create_index("ix_users_name", "users", ["name"], postgresql_concurrently=True)`,
      good: `with op.get_context().autocommit_block():
    op.create_index("ix_users_name", "users", ["name"], postgresql_concurrently=True)`,
    },
    {
      title: 'A block instead of COMMIT and BEGIN',
      history: users,
      bad: `op.execute("«COMMIT»")
op.create_index("ix_users_name", "users", ["name"], postgresql_concurrently=True)
op.execute("BEGIN")
op.add_column("users", sa.Column("locale", sa.Text()))`,
      good: `with op.get_context().autocommit_block():
    op.create_index("ix_users_name", "users", ["name"], postgresql_concurrently=True)
op.add_column("users", sa.Column("locale", sa.Text()))`,
    },
    {
      title: 'Alembic commits',
      history: users,
      bad: `bind = op.get_bind()
bind.execute(sa.text("UPDATE users SET plan = 'free' WHERE id = 1"))
«bind.commit()»
op.add_column("users", sa.Column("locale", sa.Text()))`,
      good: `bind = op.get_bind()
bind.execute(sa.text("UPDATE users SET plan = 'free' WHERE id = 1"))
op.add_column("users", sa.Column("locale", sa.Text()))`,
    },
    {
      title: 'Alembic has begun already',
      history: users,
      bad: `bind = op.get_bind()
«bind.begin()»
bind.execute(sa.text("UPDATE users SET plan = 'free' WHERE id = 1"))`,
      good: `bind = op.get_bind()
bind.execute(sa.text("UPDATE users SET plan = 'free' WHERE id = 1"))`,
    },
  ],

  *check(context) {
    for (const steps of [context.upgrade, context.downgrade]) {
      let opened = false;
      for (const step of steps) {
        const { operation } = step;
        if (operation.kind !== 'transaction' || operation.command === 'other' || operation.elsewhere) continue;
        const isOutside = operation.circumstance.autocommit !== undefined;
        // In an autocommit block a transaction may be begun, and ended again.
        if (isOutside || opened) {
          opened = isOutside && operation.command === 'begin' && operation.circumstance.autocommitBlock === true;
          continue;
        }
        const report = judge(context, steps, step, operation);
        if (report !== undefined) yield report;
      }
    }
  },
});

function judge(
  context: RuleContext,
  steps: readonly Step[],
  step: Step,
  operation: OperationOf<'transaction'>,
): Report | undefined {
  const { command, origin, session } = operation;
  const shared = { at: operation.span, operation };
  const isSql = origin.kind === 'sql';
  if (command === 'commit') {
    // A session that joins a transaction leaves its end to whoever began it.
    if (session) return undefined;
    return isSql
      ? {
          ...shared,
          message:
            "COMMIT ends Alembic's transaction: what precedes stays, even if a later statement fails and the revision is not done.",
          fixes: () => autocommitInstead(context, steps, step),
        }
      : {
          ...shared,
          message:
            "commit() ends Alembic's transaction, and what follows is lost, the version row included, unless env.py commits by itself.",
          fixes: () => leaveToAlembic(context, step),
        };
  }
  if (command === 'rollback') {
    return {
      ...shared,
      message: `${isSql ? 'ROLLBACK' : 'rollback()'} undoes everything that this transaction has done so far, earlier revisions of the same run included.`,
    };
  }
  return isSql
    ? {
        ...shared,
        level: 'warning',
        message: 'BEGIN changes nothing here: Alembic has begun a transaction already, and the server only warns.',
        fixes: () => leaveToAlembic(context, step),
      }
    : {
        ...shared,
        message: 'SQLAlchemy refuses begin() here, since the connection is in the transaction that Alembic began.',
        fixes: () => leaveToAlembic(context, step),
      };
}
