"""Index for the due date list

Revision ID: 013
Revises: 012
Create Date: 2026-11-18 16:45:28.914402

"""
from typing import Sequence, Union

from alembic import op

# revision identifiers, used by Alembic.
revision: str = "013"
down_revision: Union[str, Sequence[str], None] = "012"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_index(
        "ix_vendor_invoices_client_due",
        "vendor_invoices",
        ["client_id", "due_date"],
        postgresql_concurrently=True,
    )


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_index("ix_vendor_invoices_client_due", table_name="vendor_invoices")
