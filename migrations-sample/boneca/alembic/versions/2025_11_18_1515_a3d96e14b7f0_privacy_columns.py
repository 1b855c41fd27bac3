"""Consent and anonymisation of users

Revision ID: a3d96e14b7f0
Revises: 5c18f0e97da3
Create Date: 2025-11-18 15:15:44.058921

"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision: str = "a3d96e14b7f0"
down_revision: str | Sequence[str] | None = "5c18f0e97da3"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    op.add_column("users", sa.Column("consent_at", sa.DateTime(), nullable=True), schema="boneca")
    op.add_column("users", sa.Column("anonymised_at", sa.DateTime(), nullable=True), schema="boneca")
    op.execute("UPDATE boneca.users SET name = btrim(name) WHERE name <> btrim(name)")
    op.execute(
        """
        DELETE FROM boneca.user_sessions
        WHERE expires_at < now() - interval '1 year'
        """
    )


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_column("users", "anonymised_at", schema="boneca")
    op.drop_column("users", "consent_at", schema="boneca")
