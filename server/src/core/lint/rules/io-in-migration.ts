/** Waiting for the world while a database is being changed. */

import { blocks } from '../../effects/lock.ts';
import { effectsOfStep } from '../hazards.ts';
import { defineRule, type RuleContext } from '../rule.ts';

const users = `op.create_table(
    "users",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("name", sa.Text()),
    sa.Column("plan", sa.Text()),
)`;

export default defineRule({
  name: 'io-in-migration',
  group: 'data',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'none',
  docs: {
    summary: 'A migration calls a service, runs a program or sleeps while it holds locks.',
    why: 'The transaction stays open as long as the other side takes, and with it every lock that the statements before it took. A service that hangs stops the application.',
    instead: 'Do it in a job of its own, before or after the upgrade.',
  },
  examples: [
    {
      title: 'Nothing waits under a lock',
      history: users,
      bad: `import time
op.add_column("users", sa.Column("locale", sa.Text()))
«time.sleep(30)»`,
      good: `op.add_column("users", sa.Column("locale", sa.Text()))`,
    },
  ],

  *check(context) {
    for (const call of context.migration.calls.upgrade) {
      const isSleep = call.path === 'time.sleep';
      if (!isOutside(call.path) || (isSleep && call.circumstance.autocommit !== undefined)) continue;
      const held = lockedBefore(context, call.after);
      if (held === undefined) continue;
      yield {
        at: call.span,
        message: `${call.path}() runs while ${held} is locked by the statements before it: whoever needs ${held} waits as long as this takes.`,
      };
    }
  },
});

const modules: ReadonlySet<string> = new Set(
  'requests httpx aiohttp urllib urllib3 boto3 botocore subprocess socket smtplib ftplib paramiko redis kafka pika'.split(
    ' ',
  ),
);

function isOutside(path: string): boolean {
  return modules.has(path.split('.')[0] ?? '') || path === 'time.sleep' || path === 'os.system' || path === 'os.popen';
}

/** A table that others wait for since one of the first operations of the upgrade. */
function lockedBefore({ migration, upgrade, postgresVersion, show }: RuleContext, count: number): string | undefined {
  const earlier = new Set(migration.upgrade.slice(0, count));
  for (const step of upgrade) {
    if (!earlier.has(step.operation) || !step.inTransaction) continue;
    for (const { locks } of effectsOfStep(step, postgresVersion)) {
      const lock = locks.find(({ mode, relation }) => blocks(mode).writes && !step.isNewTable(relation));
      if (lock !== undefined) return show(lock.relation);
    }
  }
  return undefined;
}
