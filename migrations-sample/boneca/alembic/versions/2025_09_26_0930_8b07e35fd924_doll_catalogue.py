"""Doll catalogue

Revision ID: 8b07e35fd924
Revises: 4d2f6b90c1ae
Create Date: 2025-09-26 09:30:48.202915

"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision: str = "8b07e35fd924"
down_revision: str | Sequence[str] | None = "4d2f6b90c1ae"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table(
        "collections",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(120), nullable=False),
        schema="boneca",
    )
    op.create_table(
        "dolls",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("collection_id", sa.Integer(), sa.ForeignKey("boneca.collections.id")),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("description", sa.Text()),
        sa.Column("price", sa.Numeric(10, 2), nullable=False),
        sa.Column("created_at", sa.DateTime(), server_default=sa.func.now(), nullable=False),
        schema="boneca",
    )
    op.create_index("ix_dolls_collection", "dolls", ["collection_id"], schema="boneca")
    op.create_table(
        "newsletter_subscribers",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("email", sa.String(255), nullable=False, unique=True),
        schema="boneca",
    )


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_table("newsletter_subscribers", schema="boneca")
    op.drop_index("ix_dolls_collection", table_name="dolls", schema="boneca")
    op.drop_table("dolls", schema="boneca")
    op.drop_table("collections", schema="boneca")
