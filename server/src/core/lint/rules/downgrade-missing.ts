/** A revision without a downgrade function. */

import { addDowngrade } from '../fixes/downgrade-scaffold.ts';
import { defineRule } from '../rule.ts';

function file(downgrade: string): string {
  return `"""Add users"""
from alembic import op
import sqlalchemy as sa

revision = "1a2b3c4d5e6f"
down_revision = None


def «upgrade»() -> None:
    op.create_table("users", sa.Column("id", sa.BigInteger(), primary_key=True))
${downgrade}`;
}

export default defineRule({
  name: 'downgrade-missing',
  group: 'downgrade',
  level: 'error',
  profile: 'recommended',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'suggested',
  scope: { roots: true },
  docs: {
    summary: 'The file has no function `downgrade()`.',
    why: 'Alembic looks the function up when a downgrade reaches the revision and ends with an AttributeError, so no database can go back past it.',
    instead:
      'Write the inverse of the upgrade, or a `downgrade()` that raises `NotImplementedError("irreversible: why")`.',
  },
  examples: [
    {
      title: 'The inverse of the upgrade',
      files: {},
      bad: file(''),
      good: file(`

def downgrade() -> None:
    op.drop_table("users")
`).replace(/[«»]/g, ''),
    },
  ],

  *check(context) {
    const { functions, module, header, problems } = context.migration;
    const { upgrade, downgrade } = functions;
    const mayComeFromElsewhere = module.bound.has('downgrade') || module.bound.has('*');
    if (upgrade === undefined || downgrade !== undefined || mayComeFromElsewhere || problems.length > 0) return;
    yield {
      at: upgrade.nameSpan,
      message: `There is no downgrade() in this file, so downgrading ${header.revision?.value ?? 'it'} ends with an AttributeError.`,
      fixes: () => addDowngrade(context),
    };
  },
});
