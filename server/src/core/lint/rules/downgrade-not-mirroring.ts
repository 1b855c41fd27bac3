/** A downgrade that leads to another schema than the upgrade found. */

import { tableKey } from '../../schema/catalogue.ts';
import { contains } from '../../text/span.ts';
import { saysIrreversible, undoneState } from '../downgrade.ts';
import { restoreMissing } from '../fixes/restore-missing.ts';
import { type Difference, differences } from '../net-effect.ts';
import { verb } from '../place.ts';
import { defineRule, type RuleContext } from '../rule.ts';

const users = `op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("email", sa.Text()))`;

export default defineRule({
  name: 'downgrade-not-mirroring',
  group: 'downgrade',
  level: 'warning',
  profile: 'recommended',
  dialects: ['postgresql'],
  fix: 'suggested',
  scope: { downgrade: true },
  docs: {
    summary: 'Upgrade and downgrade together leave another schema than there was before.',
    why: 'What stays behind makes the next upgrade fail, and what is not restored is missing for the release one goes back to; a downgrade is usually first run when something else has gone wrong already.',
    instead: 'Undo everything that the upgrade does, or say `# irreversible: why` of what stays.',
  },
  examples: [
    {
      title: 'A column that stays behind',
      history: users,
      bad: `op.add_column("users", sa.Column("phone", sa.Text()))
op.add_column("users", sa.Column("city", sa.Text()))`,
      badDowngrade: '«op.drop_column»("users", "phone")',
      good: `op.add_column("users", sa.Column("phone", sa.Text()))
op.add_column("users", sa.Column("city", sa.Text()))`,
      goodDowngrade: `op.drop_column("users", "city")
op.drop_column("users", "phone")`,
    },
  ],

  *check(context) {
    const state = undoneState(context);
    const [first] = context.downgrade;
    if (state === undefined || first === undefined || context.isRoot || saysIrreversible(context)) return;
    const open = differences(state.before, state.after).filter((each) => counts(context, each));
    if (open.length === 0) return;
    yield {
      at: verb(first.operation, context.migration.text),
      message: `After this downgrade the schema isn't what the upgrade found: ${open.slice(0, 3).map(inWords).join(', ')}${open.length > 3 ? ` and ${open.length - 3} more` : ''}.`,
      fixes: () => restoreMissing(context, state, open),
    };
  },
});

const endings = { gained: 'stays behind', lost: 'is missing', changed: 'is different' } as const;

function inWords({ what, how }: Difference): string {
  return `${what} ${endings[how]}`;
}

/** What the downgrade makes itself was there before, though no migration said so; what it drops by an unknown name may be anything. */
function counts(context: RuleContext, { how, by, key }: Difference): boolean {
  const { downgrade, migration } = context;
  const own = migration.functions.downgrade;
  if (how === 'gained' && by !== undefined && own !== undefined && contains(own.span, by.span)) return false;
  const isPart = key.includes(' ');
  if (!isPart) return true;
  return !downgrade.some(({ operation, before, after }) => {
    if (operation.kind !== 'drop_constraint' && operation.kind !== 'drop_index') return false;
    const missed = before === after;
    return missed && (operation.table === undefined || key.startsWith(`${tableKey(operation.table)} `));
  });
}
