"""Campos DIAN en facturas: CUFE, estado y fecha de envío

Revision ID: 0002
Revises: 0001
Create Date: 2025-03-11 15:47:02.530921

"""
from typing import Sequence, Union

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: Union[str, None] = "0001"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.add_column("facturas", sa.Column("cufe", sa.String(96), nullable=True))
    op.add_column(
        "facturas",
        sa.Column("estado_dian", sa.String(20), server_default="pendiente", nullable=False),
    )
    op.add_column("facturas", sa.Column("enviada_en", sa.DateTime(), nullable=True))
    op.create_index("ix_facturas_cufe", "facturas", ["cufe"])


def downgrade() -> None:
    op.drop_index("ix_facturas_cufe", table_name="facturas")
    op.drop_column("facturas", "enviada_en")
    op.drop_column("facturas", "estado_dian")
    op.drop_column("facturas", "cufe")
