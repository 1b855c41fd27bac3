/** A limit to waiting for locks that limits nothing. */

import { blocks } from '../../effects/lock.ts';
import { settingOf } from '../../operations/setting.ts';
import { replacement } from '../../text/edit.ts';
import { usualLockTimeout } from '../fixes/lock-timeout.ts';
import { moveBefore } from '../fixes/move-before.ts';
import { locksOnExisting } from '../hazards.ts';
import { defineRule, type Fix, type Report, type RuleContext, type Step } from '../rule.ts';
import { isTimeout, milliseconds, settingBefore } from '../session-state.ts';

const users =
  'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("email", sa.Text()))';

export default defineRule({
  name: 'lock-timeout-ineffective',
  group: 'transactions',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'suggested',
  docs: {
    summary: 'A `lock_timeout` is switched off, very long, or set after the statement that it is for.',
    why: 'A limit of 0 is none, a limit of minutes lets every query of the table queue for minutes, and one that is set behind a statement does not shorten its waiting.',
    instead: `Set some seconds, as \`'${usualLockTimeout}'\`, before the first statement that locks a table in use.`,
  },
  options: {
    maximum: { default: '1min', doc: 'The longest wait that still counts as a limit, as PostgreSQL writes durations.' },
  },
  examples: [
    {
      title: 'Switched off',
      history: users,
      bad: `op.execute("SET LOCAL lock_timeout = «0»")
op.add_column("users", sa.Column("name", sa.Text()))`,
      good: `op.execute("SET LOCAL lock_timeout = '5s'")
op.add_column("users", sa.Column("name", sa.Text()))`,
    },
    {
      title: 'Longer than anybody waits',
      history: users,
      bad: `op.execute("SET lock_timeout = «'10min'»")
op.add_column("users", sa.Column("name", sa.Text()))`,
      good: `op.execute("SET lock_timeout = '5s'")
op.add_column("users", sa.Column("name", sa.Text()))`,
    },
    {
      title: 'Behind the statement that waits',
      history: users,
      bad: `op.add_column("users", sa.Column("name", sa.Text()))
op.execute("«SET LOCAL lock_timeout = '5s'»")`,
      good: `op.execute("SET LOCAL lock_timeout = '5s'")
op.add_column("users", sa.Column("name", sa.Text()))`,
    },
  ],

  *check(context) {
    for (const step of context.upgrade) {
      const setting = settingOf(step.operation);
      if (setting?.name !== 'lock_timeout' || setting.reset || setting.value === undefined) continue;
      const report = isShort(context, setting.value) ? tooLate(context, step) : tooLong(context, step);
      if (report !== undefined) yield report;
    }
  },
});

function isShort({ options }: RuleContext, value: string): boolean {
  const most = milliseconds(String(options['maximum'])) ?? 60_000;
  const given = milliseconds(value);
  return given === undefined || (given > 0 && given <= most);
}

/** A strong lock is waited for under this value. */
function tooLong(context: RuleContext, step: Step): Report | undefined {
  const { operation } = step;
  const setting = settingOf(operation);
  const concerned = context.upgrade.find(
    (each) => locksOf(context, each) !== undefined && settingBefore(context, each, 'lock_timeout')?.step === step,
  );
  const lock = concerned && locksOf(context, concerned);
  if (lock === undefined || setting?.value === undefined) return undefined;
  const { valueSpan = operation.span, value } = setting;
  const what = isTimeout(value)
    ? `lets a statement wait ${value} for ${lock}`
    : `takes away any limit to the wait for ${lock}`;
  return {
    at: valueSpan,
    message: `This lock_timeout ${what}, and whoever needs ${lock} queues behind it as long.`,
    operation,
    fixes: () => shorten(step),
  };
}

function shorten({ operation: { origin }, operation }: Step): readonly Fix[] {
  const at = settingOf(operation)?.valueSpan;
  if (at === undefined || origin.kind !== 'sql' || !origin.linear) return [];
  return [
    { title: `Wait ${usualLockTimeout} at most`, preferred: true, edits: [replacement(at, `'${usualLockTimeout}'`)] },
  ];
}

/** A strong lock was waited for before, under no limit. */
function tooLate(context: RuleContext, step: Step): Report | undefined {
  const { upgrade } = context;
  const { operation } = step;
  const earlier = upgrade.slice(0, upgrade.indexOf(step)).find((each) => locksOf(context, each) !== undefined);
  if (earlier === undefined || settingBefore(context, earlier, 'lock_timeout') !== undefined) return undefined;
  if (settingBefore(context, step, 'lock_timeout') !== undefined) return undefined;
  return {
    at: operation.span,
    message: `lock_timeout is set behind a statement that waits for ${locksOf(context, earlier)} without limit; set it before.`,
    operation,
    related: [{ message: 'This one waits.', file: context.migration.file, span: earlier.operation.span }],
    fixes: () => moveBefore(context, operation, earlier.operation),
  };
}

/** The table in use that a step locks. */
function locksOf({ postgresVersion, show }: RuleContext, step: Step): string | undefined {
  if (step.operation.kind === 'create_table') return undefined;
  const lock = locksOnExisting(step, postgresVersion).find(({ mode }) => blocks(mode).writes);
  return lock && show(lock.relation);
}
