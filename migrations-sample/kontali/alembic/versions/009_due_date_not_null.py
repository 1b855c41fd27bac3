"""Due date is NOT NULL

Revision ID: 009
Revises: 008
Create Date: 2026-02-02 12:40:16.118873

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision: str = "009"
down_revision: Union[str, Sequence[str], None] = "008"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    # The validated check proves it, so PostgreSQL does not read the table again.
    op.alter_column("vendor_invoices", "due_date", existing_type=sa.Date(), nullable=False)
    op.drop_constraint("ck_vendor_invoices_due_date", "vendor_invoices", type_="check")


def downgrade() -> None:
    """Downgrade schema."""
    op.create_check_constraint(
        "ck_vendor_invoices_due_date",
        "vendor_invoices",
        "due_date IS NOT NULL",
        postgresql_not_valid=True,
    )
    op.alter_column("vendor_invoices", "due_date", existing_type=sa.Date(), nullable=True)
