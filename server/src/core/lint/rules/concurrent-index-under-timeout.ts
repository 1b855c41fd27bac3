/** A timeout that stops a concurrent build halfway. */

import { known, type Operation } from '../../operations/operation.ts';
import { exampleEnvironment } from '../example-environment.ts';
import { withoutTimeout } from '../fixes/session-setting.ts';
import { effectsOfStep } from '../hazards.ts';
import { argument, verb } from '../place.ts';
import { defineRule, type RuleContext, type Step } from '../rule.ts';
import { type InForce, isTimeout, settingBefore } from '../session-state.ts';

const users =
  'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("email", sa.Text()))';

export default defineRule({
  name: 'concurrent-index-under-timeout',
  group: 'indexes',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'safe',
  docs: {
    summary: 'An index is built concurrently while a timeout of the session is in force.',
    why: 'A concurrent build reads the table twice and waits in between for every transaction that began before it, however long that takes. The timeout ends it, and what is built by then stays behind as an INVALID index.',
    instead:
      'Switch `statement_timeout` off in the `autocommit_block()` before the build, and back on behind it. A `lock_timeout` of env.py that is meant for all revisions is not spoken of.',
  },
  examples: [
    {
      title: 'Without the limit that env.py sets',
      env: exampleEnvironment({ engine: ', connect_args={"options": "-c statement_timeout=60s"}' }),
      history: users,
      bad: `with op.get_context().autocommit_block():
    op.create_index("ix_users_email", "users", ["email"], «postgresql_concurrently=True»)`,
      good: `with op.get_context().autocommit_block():
    op.execute("SET statement_timeout = 0")
    op.create_index("ix_users_email", "users", ["email"], postgresql_concurrently=True)
    op.execute("RESET statement_timeout")`,
    },
    {
      title: 'In SQL, with a limit of the revision',
      history: users,
      bad: `op.execute("SET statement_timeout = '10s'")
with op.get_context().autocommit_block():
    op.execute("«CREATE INDEX CONCURRENTLY» ix_users_email ON users (email)")`,
      good: `op.execute("SET statement_timeout = '10s'")
with op.get_context().autocommit_block():
    op.execute("SET statement_timeout = 0")
    op.execute("CREATE INDEX CONCURRENTLY ix_users_email ON users (email)")
    op.execute("SET statement_timeout = '10s'")`,
    },
  ],

  *check(context) {
    for (const step of context.upgrade) {
      const { operation } = step;
      if (step.inTransaction || !isLongBuild(context, step)) continue;
      for (const name of ['statement_timeout', 'lock_timeout']) {
        const timeout = settingBefore(context, step, name);
        if (timeout === undefined || !isInTheWay(name, timeout)) continue;
        const limit = timeout.value === undefined ? name : `${name} of ${timeout.value}`;
        yield {
          at: argument(operation, 'postgresql_concurrently') ?? verb(operation, context.migration.text),
          message: `The ${limit} ends the build of ${nameOf(operation)} as soon as it has to wait, and leaves it behind as INVALID.`,
          operation,
          fixes: () => withoutTimeout(context, step, name, timeout),
        };
      }
    }
  },
});

function isLongBuild({ postgresVersion }: RuleContext, step: Step): boolean {
  const long = ['create index concurrently', 'reindex concurrently'];
  return effectsOfStep(step, postgresVersion).some(({ name }) => long.includes(name));
}

/** A `lock_timeout` for all revisions is what they need; one of this revision was set for something else. */
function isInTheWay(name: string, { value, step }: InForce): boolean {
  return isTimeout(value) && (name === 'statement_timeout' || step !== undefined);
}

function nameOf(operation: Operation): string {
  return (operation.kind === 'create_index' ? known(operation.name) : undefined) ?? 'the index';
}
