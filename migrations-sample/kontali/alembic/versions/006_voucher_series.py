"""Voucher series (bilagsserier)

Revision ID: 006
Revises: 005
Create Date: 2025-11-10 10:12:35.664912

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql


# revision identifiers, used by Alembic.
revision: str = "006"
down_revision: Union[str, Sequence[str], None] = "005"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table(
        "voucher_series",
        sa.Column("id", postgresql.UUID(as_uuid=True), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("client_id", postgresql.UUID(as_uuid=True), nullable=False),
        sa.Column("code", sa.String(10), nullable=False),
        sa.Column("next_number", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(), server_default=sa.func.now(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    # The table is empty, so constraints and index cost nothing here.
    op.create_foreign_key(
        "fk_voucher_series_client",
        "voucher_series",
        "clients",
        ["client_id"],
        ["id"],
        ondelete="RESTRICT",
    )
    op.create_unique_constraint(
        "uq_voucher_series_client_code", "voucher_series", ["client_id", "code"]
    )
    op.create_index("ix_voucher_series_client", "voucher_series", ["client_id"])
    op.execute(
        """
        INSERT INTO voucher_series (client_id, code)
        SELECT id, 'HB' FROM clients
        """
    )


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_table("voucher_series")
