"""Every order has a currency

Revision ID: b8c07d41ea65
Revises: 6e52b0c9f748
Create Date: 2026-11-03 11:26:40.207733

"""

from collections.abc import Sequence

from alembic import op

# revision identifiers, used by Alembic.
revision: str = "b8c07d41ea65"
down_revision: str | Sequence[str] | None = "6e52b0c9f748"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    op.execute("UPDATE boneca.orders SET currency = 'EUR'")
    op.alter_column("orders", "currency", nullable=False, schema="boneca")


def downgrade() -> None:
    """Downgrade schema."""
    op.alter_column("orders", "currency", nullable=True, schema="boneca")
