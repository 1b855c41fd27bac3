"""Más decimales en el total y correo obligatorio

Revision ID: 0011
Revises: 0010
Create Date: 2026-11-04 10:33:54.117209

"""
from typing import Sequence, Union

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: Union[str, None] = "0010"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.alter_column(
        "facturas",
        "total",
        existing_type=sa.Numeric(14, 2),
        type_=sa.Numeric(18, 4),
        existing_nullable=False,
    )
    op.alter_column(
        "clientes",
        "correo",
        existing_type=sa.String(160),
        nullable=False,
    )


def downgrade() -> None:
    op.alter_column("clientes", "correo", existing_type=sa.String(160), nullable=True)
    op.alter_column(
        "facturas",
        "total",
        existing_type=sa.Numeric(18, 4),
        type_=sa.Numeric(14, 2),
        existing_nullable=False,
    )
