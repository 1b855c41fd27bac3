"""Repair workshop

Revision ID: 1f94d7ab620c
Revises: 8b07e35fd924
Create Date: 2025-10-09 16:45:37.334872

"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision: str = "1f94d7ab620c"
down_revision: str | Sequence[str] | None = "8b07e35fd924"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table(
        "repair_requests",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("user_id", sa.Integer(), sa.ForeignKey("boneca.users.id"), nullable=False),
        sa.Column("doll_id", sa.Integer()),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(), server_default=sa.func.now(), nullable=False),
        schema="boneca",
    )


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_table("repair_requests", schema="boneca")
