"""Deleting a vendor no longer deletes its invoices

Revision ID: 005
Revises: 004
Create Date: 2025-08-19 15:31:22.087441

"""
from typing import Sequence, Union

from alembic import op

# revision identifiers, used by Alembic.
revision: str = "005"
down_revision: Union[str, Sequence[str], None] = "004"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.drop_constraint("fk_vendor_invoices_vendor", "vendor_invoices", type_="foreignkey")
    op.create_foreign_key(
        "fk_vendor_invoices_vendor",
        "vendor_invoices",
        "vendors",
        ["vendor_id"],
        ["id"],
        ondelete="RESTRICT",
    )


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_constraint("fk_vendor_invoices_vendor", "vendor_invoices", type_="foreignkey")
    op.create_foreign_key(
        "fk_vendor_invoices_vendor",
        "vendor_invoices",
        "vendors",
        ["vendor_id"],
        ["id"],
        ondelete="CASCADE",
    )
