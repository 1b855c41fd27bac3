"""Validate the due date check

Revision ID: 008
Revises: 007
Create Date: 2026-01-14 09:11:02.759935

"""
from typing import Sequence, Union

from alembic import op

# revision identifiers, used by Alembic.
revision: str = "008"
down_revision: Union[str, Sequence[str], None] = "007"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.execute("ALTER TABLE vendor_invoices VALIDATE CONSTRAINT ck_vendor_invoices_due_date")


def downgrade() -> None:
    """Downgrade schema."""
    pass
