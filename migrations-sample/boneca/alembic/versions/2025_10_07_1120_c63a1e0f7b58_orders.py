"""Orders

Revision ID: c63a1e0f7b58
Revises: 8b07e35fd924
Create Date: 2025-10-07 11:20:05.781340

"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision: str = "c63a1e0f7b58"
down_revision: str | Sequence[str] | None = "8b07e35fd924"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table(
        "orders",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("user_id", sa.Integer(), sa.ForeignKey("boneca.users.id"), nullable=False),
        sa.Column(
            "status",
            sa.Enum("draft", "paid", "shipped", "cancelled", name="order_status", schema="boneca"),
            server_default="draft",
            nullable=False,
        ),
        sa.Column("placed_at", sa.DateTime(), server_default=sa.func.now(), nullable=False),
        schema="boneca",
    )
    op.create_table(
        "order_items",
        sa.Column("order_id", sa.Integer(), sa.ForeignKey("boneca.orders.id"), primary_key=True),
        sa.Column("doll_id", sa.Integer(), sa.ForeignKey("boneca.dolls.id"), primary_key=True),
        sa.Column("quantity", sa.SmallInteger(), server_default="1", nullable=False),
        schema="boneca",
    )


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_table("order_items", schema="boneca")
    op.drop_table("orders", schema="boneca")
    op.execute("DROP TYPE boneca.order_status")
