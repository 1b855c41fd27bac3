"""Impuesto de cada producto: IVA, INC o ICA

Revision ID: 0008
Revises: 0007
Create Date: 2026-02-23 14:18:06.445190

"""
from typing import Sequence, Union

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: Union[str, None] = "0007"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.add_column(
        "productos",
        sa.Column("impuesto", sa.String(3), server_default="IVA", nullable=False),
    )
    # La tarifa del 8 % sólo existe para el impuesto al consumo.
    op.execute(
        """
        -- all-tenants: la equivalencia tarifa/impuesto es de ley, igual para todas
        UPDATE productos SET impuesto = 'INC' WHERE tarifa_iva = 8
        """
    )


def downgrade() -> None:
    op.drop_column("productos", "impuesto")
