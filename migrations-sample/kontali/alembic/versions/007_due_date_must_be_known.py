"""Due date: fill in and require it for new invoices

Revision ID: 007
Revises: 006
Create Date: 2026-01-14 09:05:48.331207

"""
from typing import Sequence, Union

from alembic import context, op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision: str = "007"
down_revision: Union[str, Sequence[str], None] = "006"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    if not context.is_offline_mode():
        connection = op.get_bind()
        for client_id in connection.execute(sa.text("SELECT id FROM clients")).scalars().all():
            connection.execute(
                sa.text("""
                    UPDATE vendor_invoices
                    SET due_date = invoice_date + 14
                    WHERE client_id = :client_id AND due_date IS NULL
                """),
                {"client_id": client_id},
            )

    op.create_check_constraint(
        "ck_vendor_invoices_due_date",
        "vendor_invoices",
        "due_date IS NOT NULL",
        postgresql_not_valid=True,
    )


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_constraint("ck_vendor_invoices_due_date", "vendor_invoices", type_="check")
