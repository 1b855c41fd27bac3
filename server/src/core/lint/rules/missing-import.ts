/** A name that nothing in the file defines. */

import type { Located } from '../../text/span.ts';
import { addImport, importFor } from '../fixes/add-import.ts';
import { defineRule } from '../rule.ts';

function file(imports: string, type: string): string {
  return `"""Add users"""
from alembic import op
import sqlalchemy as sa
${imports}
revision = "1a2b3c4d5e6f"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "users",
        sa.Column("id", sa.BigInteger(), primary_key=True),
        sa.Column("email", ${type}, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("users")
`;
}

export default defineRule({
  name: 'missing-import',
  group: 'graph',
  level: 'error',
  profile: 'recommended',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'safe',
  scope: { roots: true, downgrade: true },
  docs: {
    summary: 'The migration uses a name that the file neither imports nor defines.',
    why: "Autogenerate writes a custom type with its module's name but not the import, so the migration ends in a NameError when it runs, or in its downgrade, where nobody notices until it is needed.",
    instead:
      'Import the module, and add the line to `script.py.mako` so that new revisions have it, or render the type with `render_item` in env.py.',
  },
  examples: [
    {
      title: "A type of SQLModel's, as autogenerate writes it",
      files: {},
      bad: file('', '«sqlmodel».sql.sqltypes.AutoString()'),
      good: file('import sqlmodel.sql.sqltypes\n', 'sqlmodel.sql.sqltypes.AutoString()'),
    },
    {
      title: 'A type of PostgreSQL',
      files: {},
      bad: file('', '«postgresql».INET()'),
      good: file('from sqlalchemy.dialects import postgresql\n', 'postgresql.INET()'),
    },
  ],

  *check(context) {
    const { module } = context.migration;
    const first = new Map<string, Located<string>>();
    for (const use of module.free) if (!first.has(use.value)) first.set(use.value, use);
    for (const use of first.values()) {
      const line = importFor(context.migration.text, use);
      yield {
        at: use.span,
        message: `Nothing in this file imports or defines ${use.value}, so running this line ends in a NameError.`,
        fixes: () => (line === undefined ? [] : addImport(context, line)),
      };
    }
  },
});
