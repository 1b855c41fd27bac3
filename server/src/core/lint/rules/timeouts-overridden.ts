/** A revision takes away the limits that env.py sets for all of them. */

import { sessionSetting } from '../../history/environment.ts';
import type { Setting } from '../../operations/operation.ts';
import { settingOf } from '../../operations/setting.ts';
import { exampleEnvironment } from '../example-environment.ts';
import { putBack } from '../fixes/session-setting.ts';
import { defineRule, type RuleContext, type Step } from '../rule.ts';
import { concerns, milliseconds, settingBefore } from '../session-state.ts';

const users =
  'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("email", sa.Text()))';
const limited = exampleEnvironment({
  engine: ', connect_args={"options": "-c statement_timeout=60s -c lock_timeout=5s"}',
});

export default defineRule({
  name: 'timeouts-overridden',
  group: 'transactions',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'suggested',
  docs: {
    summary: 'A revision raises or switches off a timeout that env.py sets, and leaves it so.',
    why: 'SET lasts for the session, which runs all pending revisions: those behind this one lose the limit too, though nothing in them says so.',
    instead: 'Raise it only around the statement that needs it, in an `autocommit_block()`, and RESET it behind.',
  },
  examples: [
    {
      title: 'Put back behind the long build',
      env: limited,
      history: users,
      bad: `with op.get_context().autocommit_block():
    op.execute("«SET statement_timeout = 0»")
    op.create_index("ix_users_email", "users", ["email"], postgresql_concurrently=True)`,
      good: `with op.get_context().autocommit_block():
    op.execute("SET statement_timeout = 0")
    op.create_index("ix_users_email", "users", ["email"], postgresql_concurrently=True)
    op.execute("RESET statement_timeout")`,
    },
    {
      title: 'A shorter limit is no loss',
      env: limited,
      history: users,
      bad: `op.execute("«SET lock_timeout = '1min'»")
op.add_column("users", sa.Column("name", sa.Text()))`,
      good: `op.execute("SET lock_timeout = '1s'")
op.add_column("users", sa.Column("name", sa.Text()))`,
      fixed: false,
    },
  ],

  *check(context) {
    const { upgrade, environment } = context;
    for (const name of ['lock_timeout', 'statement_timeout']) {
      const given = sessionSetting(environment, name);
      if (given === undefined) continue;
      for (const step of upgrade) {
        const setting = settingOf(step.operation);
        if (setting === undefined || !concerns(setting, name) || !weakens(context, step, setting, name)) continue;
        if (!setting.local && isPutBack(context, step, name)) continue;
        const last = upgrade.at(-1);
        const sql = given.by === 'connect' ? `RESET ${name}` : given.value && `SET ${name} = '${given.value}'`;
        yield {
          at: step.operation.span,
          message: `env.py limits ${name}${given.value === undefined ? '' : ` to ${given.value}`}, and this takes the limit away ${setting.local ? 'for the rest of the transaction' : 'for every revision that follows'}.`,
          operation: step.operation,
          fixes: () => (sql && last && !setting.local ? putBack(context, last, sql) : []),
        };
      }
    }
  },
});

/** Whether less is limited than env.py wants. */
function weakens({ environment }: RuleContext, { inTransaction }: Step, setting: Setting, name: string): boolean {
  const given = sessionSetting(environment, name);
  if (setting.local && !inTransaction) return false;
  if (setting.reset) return given?.by === 'statement';
  if (setting.value === undefined) return false;
  const [now, before] = [milliseconds(setting.value), milliseconds(given?.value ?? '')];
  return now === 0 || (now !== undefined && before !== undefined && before > 0 && now > before);
}

/** Whether a later step sets it anew. */
function isPutBack(context: RuleContext, step: Step, name: string): boolean {
  const { upgrade } = context;
  return upgrade.slice(upgrade.indexOf(step) + 1).some((later) => {
    const setting = settingOf(later.operation);
    if (setting === undefined || setting.local || !concerns(setting, name)) return false;
    return !weakens(context, later, setting, name) && settingBefore(context, later, name)?.step === step;
  });
}
