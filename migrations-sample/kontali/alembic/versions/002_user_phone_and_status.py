"""User phone and status

Revision ID: 002
Revises: 001
Create Date: 2025-03-12 09:20:41.556018

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision: str = "002"
down_revision: Union[str, Sequence[str], None] = "001"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.add_column("users", sa.Column("phone", sa.String(50), nullable=True))
    op.add_column("users", sa.Column("status", sa.String(20), nullable=True))

    # The column is new everywhere and gets the same meaning for every tenant.
    connection = op.get_bind()
    connection.execute(sa.text("UPDATE users SET status = 'active' WHERE is_active = true"))


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_column("users", "status")
    op.drop_column("users", "phone")
