/** A trigger of a table in use is made or dropped. */

import { type QualifiedName, tableKey } from '../../schema/catalogue.ts';
import { limitLockWait } from '../fixes/lock-timeout.ts';
import { hazards, waiting } from '../hazards.ts';
import { hasLockTimeout } from '../lock-timeout.ts';
import { commandWords } from '../place.ts';
import { defineRule, type RuleContext } from '../rule.ts';

const history = `op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("updated_at", sa.DateTime()))
op.execute("CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.updated_at = now(); RETURN NEW; END $$")
op.execute("CREATE TRIGGER users_touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch()")`;

export default defineRule({
  name: 'create-or-drop-trigger',
  group: 'destructive',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'safe',
  docs: {
    summary: 'A trigger of an existing table is created, dropped or renamed without a limit to the wait for its lock.',
    why: 'Creating one takes a SHARE ROW EXCLUSIVE lock, dropping or renaming one an ACCESS EXCLUSIVE lock. It is brief, but it waits for the transactions that run, and everything that comes later queues behind it.',
    instead: 'Set `lock_timeout` before it, and try again when the lock is not to be had.',
  },
  examples: [
    {
      title: 'Give up rather than queue everybody',
      history,
      bad: 'op.execute("«CREATE TRIGGER» users_audit AFTER UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch()")',
      good: `op.execute("SET LOCAL lock_timeout = '5s'")
op.execute("CREATE TRIGGER users_audit AFTER UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch()")`,
    },
    {
      title: 'The same for a drop',
      history,
      bad: 'op.execute("«DROP TRIGGER» users_touch ON users")',
      good: `op.execute("SET LOCAL lock_timeout = '5s'")
op.execute("DROP TRIGGER users_touch ON users")`,
    },
  ],

  *check(context) {
    for (const { step, effect } of hazards(
      context,
      'create trigger',
      'replace trigger',
      'drop trigger',
      'rename trigger',
    )) {
      const { operation } = step;
      if (operation.kind !== 'statement' || effect.table === undefined) continue;
      if (hasLockTimeout(context, step) || isExpanded(context, effect.table)) continue;
      const table = context.show(effect.table);
      yield {
        at: commandWords(operation, context.migration.text),
        message: `${operation.command} waits for the transactions that use ${table}, while ${waiting(effect)} that come later queue behind it.`,
        operation,
        fixes: () => limitLockWait(context, operation),
      };
    }
  },
});

/** A trigger that keeps an old and a new column alike comes and goes with one of them, which locks the table as much. */
function isExpanded({ upgrade }: RuleContext, table: QualifiedName): boolean {
  return upgrade.some(
    ({ operation }) =>
      (operation.kind === 'add_column' || operation.kind === 'drop_column') &&
      tableKey(operation.table) === tableKey(table),
  );
}
