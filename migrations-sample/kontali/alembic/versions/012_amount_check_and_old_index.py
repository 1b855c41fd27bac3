"""Amounts are not negative; drop the unused review index

Revision ID: 012
Revises: 011
Create Date: 2026-11-05 08:19:53.270046

"""
from typing import Sequence, Union

from alembic import op

# revision identifiers, used by Alembic.
revision: str = "012"
down_revision: Union[str, Sequence[str], None] = "011"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_check_constraint(
        "ck_vendor_invoices_amount", "vendor_invoices", "total_amount >= 0"
    )
    op.drop_index("ix_vendor_invoices_review", table_name="vendor_invoices")


def downgrade() -> None:
    """Downgrade schema."""
    op.create_index("ix_vendor_invoices_review", "vendor_invoices", ["client_id", "review_status"])
    op.drop_constraint("ck_vendor_invoices_amount", "vendor_invoices", type_="check")
