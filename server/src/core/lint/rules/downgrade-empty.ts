/** A downgrade that does nothing, after an upgrade that did something. */

import type { Operation } from '../../operations/operation.ts';
import { saysIrreversible } from '../downgrade.ts';
import { scaffoldDowngrade } from '../fixes/downgrade-scaffold.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  name: 'downgrade-empty',
  group: 'downgrade',
  level: 'warning',
  profile: 'recommended',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'suggested',
  docs: {
    summary: 'The downgrade is empty although the upgrade changes the database.',
    why: 'Going back moves the version row and leaves the schema as it is, so the next upgrade fails on objects that exist already.',
    instead:
      'Undo what the upgrade does, in reverse order; where nothing can, raise `NotImplementedError("irreversible: why")` or write a comment `# irreversible: why`.',
  },
  examples: [
    {
      title: 'The inverse, in reverse order',
      bad: `op.create_table("tags", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.Text()))
op.create_index("ix_tags_name", "tags", ["name"])`,
      badDowngrade: '«pass»',
      good: `op.create_table("tags", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.Text()))
op.create_index("ix_tags_name", "tags", ["name"])`,
      goodDowngrade: `op.drop_index("ix_tags_name", table_name="tags")
op.drop_table("tags")`,
    },
    {
      title: 'Nothing to go back to, said with a reason',
      history:
        'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("email", sa.Text()))',
      bad: 'op.execute("UPDATE users SET email = lower(email) WHERE email <> lower(email)")',
      badDowngrade: '«pass»',
      good: 'op.execute("UPDATE users SET email = lower(email) WHERE email <> lower(email)")',
      goodDowngrade: 'raise NotImplementedError("irreversible: the old spelling is gone")',
      fixed: false,
    },
  ],

  *check(context) {
    const { downgrade } = context.migration.functions;
    if (downgrade === undefined || !downgrade.empty || downgrade.raises !== undefined) return;
    const traces = context.upgrade.map(({ operation }) => operation).filter(leavesTraces);
    if (context.isRoot || traces.length === 0 || saysIrreversible(context)) return;
    const revision = context.migration.header.revision?.value ?? 'this revision';
    const left = traces.every(changesRows)
      ? 'so the rows stay as the upgrade left them'
      : 'so upgrading again fails on what is still there';
    yield {
      at: downgrade.body,
      message: `Downgrading ${revision} changes nothing although its upgrade does, ${left}.`,
      fixes: () => scaffoldDowngrade(context),
    };
  },
});

/** Validating a constraint, comments, queries and session settings need no undoing. */
function leavesTraces(operation: Operation): boolean {
  switch (operation.kind) {
    case 'validate_constraint':
    case 'set_comment':
    case 'select':
    case 'transaction':
      return false;
    case 'statement':
      return !/^(SET|RESET|SHOW|ANALYZE|VACUUM|REINDEX|LOCK|COMMENT|CHECKPOINT)\b/i.test(operation.command);
    default:
      return true;
  }
}

function changesRows({ kind }: Operation): boolean {
  return kind === 'update' || kind === 'delete' || kind === 'insert';
}
