"""Drop the newsletter list

Revision ID: 6e52b0c9f748
Revises: d1847a3fe09b
Create Date: 2026-10-22 09:17:06.614885

"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision: str = "6e52b0c9f748"
down_revision: str | Sequence[str] | None = "d1847a3fe09b"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    op.drop_table("newsletter_subscribers", schema="boneca")


def downgrade() -> None:
    """Downgrade schema."""
    op.create_table(
        "newsletter_subscribers",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("email", sa.String(255), nullable=False, unique=True),
        schema="boneca",
    )
