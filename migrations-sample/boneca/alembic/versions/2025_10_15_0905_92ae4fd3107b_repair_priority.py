"""Repair priority

Revision ID: 92ae4fd3107b
Revises: 1f94d7ab620c
Create Date: 2025-10-15 09:05:13.990467

"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision: str = "92ae4fd3107b"
down_revision: str | Sequence[str] | None = "1f94d7ab620c"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    op.add_column(
        "repair_requests",
        sa.Column("priority", sa.SmallInteger(), server_default="3", nullable=False),
        schema="boneca",
    )
    op.create_check_constraint(
        "ck_repair_requests_priority",
        "repair_requests",
        "priority BETWEEN 1 AND 5",
        schema="boneca",
    )


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_constraint(
        "ck_repair_requests_priority", "repair_requests", type_="check", schema="boneca"
    )
    op.drop_column("repair_requests", "priority", schema="boneca")
