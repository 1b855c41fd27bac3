/** A trigger is switched off and stays so. */

import type { OperationOf } from '../../operations/operation.ts';
import { tableKey } from '../../schema/catalogue.ts';
import { insertion } from '../../text/edit.ts';
import { execute, identifier, tableInSql } from '../fixes/code.ts';
import { endOfLine } from '../fixes/statement.ts';
import { commandWords } from '../place.ts';
import { defineRule, type Fix, type RuleContext, type Step } from '../rule.ts';

const history = `op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("updated_at", sa.DateTime()))
op.execute("CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.updated_at = now(); RETURN NEW; END $$")
op.execute("CREATE TRIGGER users_touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch()")`;

export default defineRule({
  name: 'disable-trigger',
  group: 'destructive',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'safe',
  docs: {
    summary: 'A trigger is switched off and not switched on again in the same revision.',
    why: 'It stays off for everybody after the migration: timestamps and audit rows are missing from then on. DISABLE TRIGGER ALL also switches off the triggers that check foreign keys.',
    instead: 'Switch it on again right after the change that it must not see; to be rid of it, drop it.',
  },
  examples: [
    {
      title: 'Switched on again after the change',
      history,
      bad: `op.execute("ALTER TABLE users «DISABLE TRIGGER» users_touch")
op.execute("UPDATE users SET updated_at = now() WHERE updated_at IS NULL")`,
      good: `op.execute("ALTER TABLE users DISABLE TRIGGER users_touch")
op.execute("UPDATE users SET updated_at = now() WHERE updated_at IS NULL")
op.execute("ALTER TABLE users ENABLE TRIGGER users_touch")`,
    },
    {
      title: 'All of them, those of foreign keys included',
      history,
      bad: 'op.execute("ALTER TABLE users «DISABLE TRIGGER» ALL")',
      good: `op.execute("ALTER TABLE users DISABLE TRIGGER ALL")
op.execute("ALTER TABLE users ENABLE TRIGGER ALL")`,
    },
  ],

  *check(context) {
    for (const [index, step] of context.upgrade.entries()) {
      const { operation } = step;
      if (operation.kind !== 'statement' || operation.command !== 'DISABLE TRIGGER' || operation.table === undefined)
        continue;
      const what = triggersOf(operation);
      if (context.upgrade.slice(index + 1).some((later) => switchesOn(later, operation))) continue;
      const table = context.show(operation.table);
      const which =
        what === 'ALL' ? 'Every trigger' : what === 'USER' ? 'Every trigger of users' : `The trigger ${what}`;
      const keys = what === 'ALL' ? ', and foreign keys are not checked' : '';
      yield {
        at: commandWords(operation, context.migration.text),
        message: `${which} of ${table} stays off after this revision${keys}; switch it on again in the same revision.`,
        operation,
        fixes: () => switchOn(context, operation, what),
      };
    }
  },
});

function triggersOf({ object, options = [] }: OperationOf<'statement'>): string {
  return options.includes('all') ? 'ALL' : options.includes('user') ? 'USER' : identifier(object ?? '');
}

/** By the same name or wider; dropping the table or the trigger settles it too. */
function switchesOn({ operation }: Step, off: OperationOf<'statement'>): boolean {
  const table = 'table' in operation ? operation.table : undefined;
  if (table === undefined || off.table === undefined || tableKey(table) !== tableKey(off.table)) return false;
  if (operation.kind === 'drop_table') return true;
  if (operation.kind !== 'statement') return false;
  if (operation.command === 'DROP TRIGGER') return operation.object === off.object;
  if (operation.command !== 'ENABLE TRIGGER') return false;
  const on = triggersOf(operation);
  return on === triggersOf(off) || on === 'ALL' || (on === 'USER' && triggersOf(off) !== 'ALL');
}

/** At the end of the upgrade, since what follows may be what the trigger must not see. */
function switchOn(
  { migration }: RuleContext,
  { table, circumstance, span }: OperationOf<'statement'>,
  what: string,
): readonly Fix[] {
  const { text, style, functions } = migration;
  const { upgrade } = functions;
  if (table === undefined || style.op === undefined || upgrade === undefined || circumstance.autocommit !== undefined)
    return [];
  if (span.start < upgrade.body.start || span.end > upgrade.body.end) return [];
  const end = endOfLine(text, upgrade.body.start + text.slice(upgrade.body.start, upgrade.body.end).trimEnd().length);
  const sql = `ALTER TABLE ${tableInSql(table)} ENABLE TRIGGER ${what}`;
  const line = style.newline + upgrade.indent + execute(style, style.op, sql);
  return [{ title: 'Switch it on again at the end', preferred: true, edits: [insertion(end, line)] }];
}
