"""Order indexes and currency

Revision ID: e70b5c2d8146
Revises: c63a1e0f7b58
Create Date: 2025-10-14 10:10:59.465218

"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision: str = "e70b5c2d8146"
down_revision: str | Sequence[str] | None = "c63a1e0f7b58"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    op.add_column("orders", sa.Column("currency", sa.String(3), nullable=True), schema="boneca")
    op.create_index("ix_orders_user", "orders", ["user_id"], schema="boneca")


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_index("ix_orders_user", table_name="orders", schema="boneca")
    op.drop_column("orders", "currency", schema="boneca")
