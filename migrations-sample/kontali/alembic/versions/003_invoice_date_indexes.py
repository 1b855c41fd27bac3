"""Invoice date indexes, built without blocking

Revision ID: 003
Revises: 002
Create Date: 2025-04-28 13:02:10.903377

"""
from typing import Sequence, Union

from alembic import op

# revision identifiers, used by Alembic.
revision: str = "003"
down_revision: Union[str, Sequence[str], None] = "002"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    with op.get_context().autocommit_block():
        op.create_index(
            "ix_vendor_invoices_client_date",
            "vendor_invoices",
            ["client_id", "invoice_date"],
            postgresql_concurrently=True,
        )


def downgrade() -> None:
    """Downgrade schema."""
    with op.get_context().autocommit_block():
        op.drop_index(
            "ix_vendor_invoices_client_date",
            table_name="vendor_invoices",
            postgresql_concurrently=True,
        )
