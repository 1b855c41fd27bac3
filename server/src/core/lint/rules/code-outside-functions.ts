/** Operations that run when the file is loaded. */

import { defineRule } from '../rule.ts';

function file(body: string, upgrade: string): string {
  return `"""Add users"""
from alembic import op
import sqlalchemy as sa

revision = "1a2b3c4d5e6f"
down_revision = None
${body}

def upgrade() -> None:
    ${upgrade}


def downgrade() -> None:
    op.drop_table("users")
`;
}

const create = 'op.create_table("users", sa.Column("id", sa.BigInteger(), primary_key=True))';

export default defineRule({
  name: 'code-outside-functions',
  group: 'graph',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'none',
  scope: { roots: true },
  docs: {
    summary: 'An operation stands outside of `upgrade()` and `downgrade()`.',
    why: 'Alembic imports every revision file whenever it loads the history: `alembic history` then fails for want of a connection, and an upgrade of any other revision runs the operation too.',
    instead: 'Move it into `upgrade()`, and its inverse into `downgrade()`.',
  },
  examples: [
    {
      title: 'A statement that lost its indentation',
      files: {},
      bad: file(`\n«op.execute»("CREATE EXTENSION IF NOT EXISTS citext")\n`, create),
      good: file('', `op.execute("CREATE EXTENSION IF NOT EXISTS citext")\n    ${create}`),
    },
  ],

  *check({ migration }) {
    for (const { value, span } of migration.module.loose) {
      yield {
        at: span,
        message: `${value} runs whenever Alembic loads this file, not when the revision is applied; move it into upgrade().`,
      };
    }
  },
});
