"""OAuth credentials, order status index

Revision ID: 07fb2c8e5d61
Revises: a3d96e14b7f0
Create Date: 2026-02-11 17:02:31.823560

"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision: str = "07fb2c8e5d61"
down_revision: str | Sequence[str] | None = "a3d96e14b7f0"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table(
        "oauth_credentials",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("user_id", sa.Integer(), sa.ForeignKey("boneca.users.id"), nullable=False),
        sa.Column("provider", sa.String(30), nullable=False),
        # The identifier that the provider gave us, not one of ours.
        sa.Column("client_id", sa.String(120), nullable=False),
        schema="boneca",
    )
    with op.get_context().autocommit_block():
        op.create_index(
            "ix_orders_status",
            "orders",
            ["status"],
            schema="boneca",
            postgresql_concurrently=True,
            if_not_exists=True,
        )


def downgrade() -> None:
    """Downgrade schema."""
    with op.get_context().autocommit_block():
        op.drop_index(
            "ix_orders_status",
            table_name="orders",
            schema="boneca",
            postgresql_concurrently=True,
            if_exists=True,
        )
    op.drop_table("oauth_credentials", schema="boneca")
