/** Rows changed while the table is locked for a change of its shape. */

import { blocks } from '../../effects/lock.ts';
import { type QualifiedName, tableKey } from '../../schema/catalogue.ts';
import { fillsNewColumns, headOf } from '../data-change.ts';
import { splitRevision } from '../fixes/split-revision.ts';
import { effectsOfStep } from '../hazards.ts';
import { defineRule, type RuleContext, type Step } from '../rule.ts';
import { isSingleRow } from '../tenant-condition.ts';

const users = `op.create_table(
    "users",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("name", sa.Text()),
    sa.Column("plan", sa.Text()),
)`;

const usual = 'import sqlalchemy as sa\nfrom alembic import op';

const before = `"""Users

Revision ID: 1a2b3c4d5e6f
Revises:

"""
import sqlalchemy as sa
from alembic import op

revision = "1a2b3c4d5e6f"
down_revision = None


def upgrade():
    op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.Text()))


def downgrade():
    op.drop_table("users")
`;

interface Body {
  readonly id?: string;
  readonly message?: string;
  readonly revises: string;
  readonly imports?: string;
  readonly upgrade: string;
  readonly downgrade: string;
}

function revision({
  id = '2b3c4d5e6f70',
  message = 'Languages',
  revises,
  imports = usual,
  upgrade,
  downgrade,
}: Body): string {
  const indented = (code: string) => code.replace(/^(?=.)/gm, '    ');
  return `"""${message}

Revision ID: ${id}
Revises: ${revises}

"""
${imports}

revision = "${id}"
down_revision = "${revises}"


def upgrade():
${indented(upgrade)}


def downgrade():
${indented(downgrade)}
`;
}

export default defineRule({
  name: 'backfill-and-ddl-same-transaction',
  group: 'data',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'suggested',
  scope: { downgrade: true },
  hazard: { name: 'unfiltered-change', specificity: 0.5 },
  docs: {
    summary: 'Rows of a table are changed in the transaction that changes the schema of it or of another table.',
    why: 'Locks are held to the end of the transaction: what ALTER TABLE locked stays unreadable while the rows are written, and what the rows locked makes ALTER TABLE wait, with every query behind it.',
    instead:
      'Split the revision: one for the schema, one for the rows, one for constraints that need the rows. They are separate transactions with `transaction_per_migration`, or with an `autocommit_block()` between.',
  },
  examples: [
    {
      title: 'The rows in a transaction of their own',
      history: users,
      bad: `op.add_column("users", sa.Column("locale", sa.Text()))
op.execute("«UPDATE users» SET plan = 'free' WHERE plan IS NULL")`,
      good: `op.add_column("users", sa.Column("locale", sa.Text()))
with op.get_context().autocommit_block():
    op.execute("UPDATE users SET plan = 'free' WHERE plan IS NULL AND id BETWEEN 1 AND 10000")`,
      fixed: false,
    },
    {
      title: 'A chain of three revisions',
      files: { '1a2b3c4d5e6f_history.py': before },
      bad: revision({
        revises: '1a2b3c4d5e6f',
        upgrade: `# New rows get it from the application.
op.add_column("users", sa.Column("locale", sa.Text()))
# Everybody was Spanish until now.
op.execute("«UPDATE users» SET locale = 'es' WHERE locale IS NULL")
op.create_check_constraint("ck_users_locale", "users", "locale IS NOT NULL", postgresql_not_valid=True)`,
        downgrade: `op.drop_constraint("ck_users_locale", "users", type_="check")
op.drop_column("users", "locale")`,
      }),
      good: revision({
        revises: '19f87e8192fc',
        upgrade:
          'op.create_check_constraint("ck_users_locale", "users", "locale IS NOT NULL", postgresql_not_valid=True)',
        downgrade: 'op.drop_constraint("ck_users_locale", "users", type_="check")',
      }),
      goodFiles: {
        'e5b7c87f433d_languages_step_1_schema.py': revision({
          id: 'e5b7c87f433d',
          message: 'Languages, step 1: schema',
          revises: '1a2b3c4d5e6f',
          upgrade: `# New rows get it from the application.
op.add_column("users", sa.Column("locale", sa.Text()))`,
          downgrade: 'op.drop_column("users", "locale")',
        }),
        '19f87e8192fc_languages_step_2_rows.py': revision({
          id: '19f87e8192fc',
          message: 'Languages, step 2: rows',
          revises: 'e5b7c87f433d',
          imports: 'from alembic import op',
          upgrade: `with op.get_context().autocommit_block():
    # Everybody was Spanish until now.
    op.execute("UPDATE users SET locale = 'es' WHERE locale IS NULL")`,
          downgrade: `# irreversible: the rows keep what the upgrade gave them
pass`,
        }),
      },
    },
  ],

  *check(context) {
    for (const step of context.upgrade) {
      const { operation } = step;
      if ((operation.kind !== 'update' && operation.kind !== 'delete') || !step.inTransaction) continue;
      const isSpared = step.isNewTable(operation.table) || step.isSmall(operation.table);
      if (isSpared || isSingleRow(operation, step.before)) continue;
      const locked = lockedAlong(context, step);
      if (locked === undefined) continue;
      const own = tableKey(locked) === tableKey(operation.table) ? 'it' : context.show(locked);
      const verb = fillsNewColumns(step, operation) ? 'filled' : 'changed';
      yield {
        at: headOf(operation, context.migration.text),
        message: `The rows of ${context.show(operation.table)} are ${verb} in the transaction that locks ${own} for a change of the schema: whoever needs ${context.show(locked)} waits until all rows are written.`,
        operation,
        fixes: () => splitRevision(context),
      };
    }
  },
});

/** An existing table that another statement of the same transaction locks against reads or writes. */
function lockedAlong({ upgrade, postgresVersion }: RuleContext, change: Step): QualifiedName | undefined {
  const at = upgrade.indexOf(change);
  const isApart = (step: Step) => !step.inTransaction;
  const before = upgrade.slice(0, at);
  const after = upgrade.slice(at + 1);
  const firstAfter = after.findIndex(isApart);
  const together = [
    ...before.slice(before.findLastIndex(isApart) + 1),
    ...(firstAfter < 0 ? after : after.slice(0, firstAfter)),
  ];
  for (const step of together) {
    for (const { locks } of effectsOfStep(step, postgresVersion)) {
      const lock = locks.find(({ mode, relation }) => blocks(mode).writes && !step.isNewTable(relation));
      if (lock !== undefined) return lock.relation;
    }
  }
  return undefined;
}
