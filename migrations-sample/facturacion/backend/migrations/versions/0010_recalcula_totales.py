"""Recalcula el total de las facturas

Revision ID: 0010
Revises: 0009
Create Date: 2026-10-20 16:09:38.901745

"""
from typing import Sequence, Union

from alembic import op

revision: str = "0010"
down_revision: Union[str, None] = "0009"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.execute("UPDATE facturas SET total = subtotal + impuestos")


def downgrade() -> None:
    pass
