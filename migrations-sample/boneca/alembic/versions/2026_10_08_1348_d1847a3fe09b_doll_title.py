"""Dolls have a title, and a longer one

Revision ID: d1847a3fe09b
Revises: 07fb2c8e5d61
Create Date: 2026-10-08 13:48:52.370119

"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision: str = "d1847a3fe09b"
down_revision: str | Sequence[str] | None = "07fb2c8e5d61"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    op.alter_column(
        "dolls",
        "name",
        new_column_name="title",
        existing_type=sa.String(120),
        existing_nullable=False,
        schema="boneca",
    )
    op.alter_column(
        "dolls",
        "title",
        existing_type=sa.String(120),
        type_=sa.String(160),
        existing_nullable=False,
        schema="boneca",
    )


def downgrade() -> None:
    """Downgrade schema."""
    op.alter_column(
        "dolls",
        "title",
        existing_type=sa.String(160),
        type_=sa.String(120),
        existing_nullable=False,
        schema="boneca",
    )
    op.alter_column(
        "dolls",
        "title",
        new_column_name="name",
        existing_type=sa.String(120),
        existing_nullable=False,
        schema="boneca",
    )
