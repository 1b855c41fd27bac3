"""VAT code (MVA-kode) on vendor invoices

Revision ID: 010
Revises: 009
Create Date: 2026-10-12 14:27:39.448120

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision: str = "010"
down_revision: Union[str, Sequence[str], None] = "009"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.add_column("vendor_invoices", sa.Column("vat_code", sa.String(3), nullable=True))

    connection = op.get_bind()
    connection.execute(sa.text("UPDATE vendor_invoices SET vat_code = '1' WHERE currency = 'NOK'"))
    # Fakturaer som venter på avklaring må ses på nytt.
    connection.execute(
        sa.text("""
            UPDATE vendor_invoices
            SET review_status = 'pending'
            WHERE review_status = 'on_hold'
        """)
    )


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_column("vendor_invoices", "vat_code")
