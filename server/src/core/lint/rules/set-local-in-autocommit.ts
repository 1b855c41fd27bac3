/** A parameter that is set for a transaction which is over, or was none. */

import { blocks } from '../../effects/lock.ts';
import { settingOf } from '../../operations/setting.ts';
import { setForSession } from '../fixes/session-setting.ts';
import { locksOnExisting } from '../hazards.ts';
import { defineRule, type Report, type RuleContext, type Step } from '../rule.ts';
import { isLost, settingBefore } from '../session-state.ts';

const users =
  'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("email", sa.Text()))';

export default defineRule({
  name: 'set-local-in-autocommit',
  group: 'transactions',
  level: 'error',
  profile: 'recommended',
  dialects: ['postgresql'],
  fix: 'safe',
  scope: { downgrade: true },
  docs: {
    summary: 'SET LOCAL stands in an autocommit block, or right before one that is to run under it.',
    why: 'SET LOCAL lasts until the end of the transaction. In an `autocommit_block()` there is none, so the server only warns; and entering the block commits, which ends what was set before it. The statements run without the timeout that they seem to have.',
    instead: 'Use plain SET, which lasts for the session, and RESET afterwards.',
  },
  examples: [
    {
      title: 'In the block',
      history: users,
      bad: `with op.get_context().autocommit_block():
    op.execute("SET «LOCAL» statement_timeout = 0")
    op.create_index("ix_users_email", "users", ["email"], postgresql_concurrently=True)`,
      good: `with op.get_context().autocommit_block():
    op.execute("SET statement_timeout = 0")
    op.create_index("ix_users_email", "users", ["email"], postgresql_concurrently=True)
    op.execute("RESET statement_timeout")`,
    },
    {
      title: 'Before the block that commits',
      history: users,
      bad: `op.execute("SET «LOCAL» statement_timeout = 0")
with op.get_context().autocommit_block():
    op.create_index("ix_users_email", "users", ["email"], postgresql_concurrently=True)`,
      good: `op.execute("SET statement_timeout = 0")
with op.get_context().autocommit_block():
    op.create_index("ix_users_email", "users", ["email"], postgresql_concurrently=True)
    op.execute("RESET statement_timeout")`,
    },
    {
      title: 'Relied on behind the block',
      history: users,
      bad: `op.execute("SET «LOCAL» lock_timeout = '5s'")
op.add_column("users", sa.Column("name", sa.Text()))
with op.get_context().autocommit_block():
    op.create_index("ix_users_email", "users", ["email"], postgresql_concurrently=True)
op.add_column("users", sa.Column("age", sa.Integer()))`,
      good: `op.execute("SET lock_timeout = '5s'")
op.add_column("users", sa.Column("name", sa.Text()))
with op.get_context().autocommit_block():
    op.create_index("ix_users_email", "users", ["email"], postgresql_concurrently=True)
op.add_column("users", sa.Column("age", sa.Integer()))
op.execute("RESET lock_timeout")`,
    },
  ],

  *check(context) {
    for (const steps of [context.upgrade, context.downgrade]) {
      for (const step of steps) {
        const report = judge(context, steps, step);
        if (report !== undefined) yield report;
      }
    }
  },
});

function judge(context: RuleContext, steps: readonly Step[], step: Step): Report | undefined {
  const { operation } = step;
  const setting = settingOf(operation);
  if (!setting?.local) return undefined;
  const { name, localSpan = operation.span } = setting;
  const stretch = (each: Step) => each.operation.circumstance.autocommit;
  const later = steps.slice(steps.indexOf(step) + 1);
  const shared = { at: localSpan, operation };
  const fix = (last: Step | undefined) => setForSession(context, step, setting, last);
  if (isLost(step)) {
    const block = later.filter((each) => stretch(each) === stretch(step));
    return {
      ...shared,
      message: `SET LOCAL ${name} does nothing outside of a transaction: what follows in the block runs without it.`,
      fixes: () => fix(block.at(-1)),
    };
  }
  const next = later.find((each) => settingOf(each.operation) === undefined);
  if (next !== undefined && stretch(next) !== stretch(step)) {
    const block = later.filter((each) => stretch(each) === stretch(next));
    return {
      ...shared,
      message: `SET LOCAL ${name} is over before anything runs under it: entering the autocommit block commits.`,
      fixes: () => fix(block.at(-1)),
    };
  }
  const unguarded = name === 'lock_timeout' ? firstUnguarded(context, later, stretch(step)) : undefined;
  if (unguarded === undefined) return undefined;
  return {
    ...shared,
    level: 'warning',
    message: `SET LOCAL ${name} ends at the commit of the autocommit block, and statements behind it wait for locks without limit.`,
    related: [{ message: 'This one does.', file: context.migration.file, span: unguarded.operation.span }],
    fixes: () => fix(later.at(-1)),
  };
}

/** A later step of another transaction that waits for a strong lock with no timeout in force. */
function firstUnguarded(context: RuleContext, later: readonly Step[], own: number | undefined): Step | undefined {
  const from = later.findIndex(({ operation }) => operation.circumstance.autocommit !== own);
  if (from < 0 || context.environment.session?.complete === false) return undefined;
  return later
    .slice(from)
    .find(
      (each) =>
        locksOnExisting(each, context.postgresVersion).some(({ mode }) => blocks(mode).writes) &&
        settingBefore(context, each, 'lock_timeout') === undefined,
    );
}
