/** Small projects as text, for tests that need files on disk. */

export const ini = '[alembic]\nscript_location = %(here)s/alembic\n';

export interface RevisionText {
  readonly id: string;
  readonly down?: string | readonly string[] | null;
  readonly message?: string;
  /** Body of `upgrade()` without indentation. */
  readonly upgrade?: string;
  readonly downgrade?: string;
}

/** A revision file as Alembic's template writes it. */
export function revisionFile({
  id,
  down = null,
  message = 'a change',
  upgrade = 'pass',
  downgrade = 'pass',
}: RevisionText): string {
  const parent =
    down === null ? 'None' : typeof down === 'string' ? `"${down}"` : `(${down.map((one) => `"${one}"`).join(', ')},)`;
  return `"""${message}

Revision ID: ${id}
Revises: ${down ?? ''}
Create Date: 2026-01-02 10:00:00.000000

"""
from alembic import op
import sqlalchemy as sa

revision = "${id}"
down_revision = ${parent}
branch_labels = None
depends_on = None


def upgrade() -> None:
${indent(upgrade)}


def downgrade() -> None:
${indent(downgrade)}
`;
}

function indent(body: string): string {
  return body
    .trim()
    .split('\n')
    .map((line) => (line === '' ? '' : `    ${line}`))
    .join('\n');
}

/** A project with a table from its first revision; further files are added to it. */
export function project(files: Readonly<Record<string, string>>): Record<string, string> {
  return {
    'alembic.ini': ini,
    'alembic/env.py': 'from alembic import context\n',
    'alembic/versions/0001_users.py': revisionFile({
      id: '0001',
      message: 'users',
      upgrade: 'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True))',
      downgrade: 'op.drop_table("users")',
    }),
    ...files,
  };
}
